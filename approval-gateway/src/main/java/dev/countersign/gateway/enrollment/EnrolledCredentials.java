package dev.countersign.gateway.enrollment;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.verify.Credential;
import java.util.Optional;
import java.util.Set;

/** The library's view of the directory: enough to see that a credential is enrolled already. */
final class EnrolledCredentials implements CredentialRepository {
  private final DirectoryStore directory;

  EnrolledCredentials(DirectoryStore directory) {
    this.directory = directory;
  }

  @Override
  public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
    Optional<Token> token = directory.token(Bytes.of(credentialId.getBytes()));
    return token.map(enrolled -> known(credentialId, enrolled)).orElse(Set.of());
  }

  private static Set<RegisteredCredential> known(ByteArray credentialId, Token enrolled) {
    return switch (enrolled.credential()) {
      case Credential.Fido2 fido2 ->
          Set.of(
              RegisteredCredential.builder()
                  .credentialId(credentialId)
                  .userHandle(new ByteArray(Bytes.utf8(enrolled.approver()).toArray()))
                  .publicKeyCose(new ByteArray(CoseKey.write(fido2.key()).toArray()))
                  .build());
      case Credential.Card _ -> Set.of();
    };
  }

  // Used for assertions by user name only, which this gateway never asks the library for.

  @Override
  public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
    return Set.of();
  }

  @Override
  public Optional<ByteArray> getUserHandleForUsername(String username) {
    return Optional.empty();
  }

  @Override
  public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
    return Optional.empty();
  }

  @Override
  public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
    return Optional.empty();
  }
}
