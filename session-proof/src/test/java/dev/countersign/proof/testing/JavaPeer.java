package dev.countersign.proof.testing;

import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.data.exception.Base64UrlException;
import com.yubico.webauthn.exception.AssertionFailedException;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.WebAuthnEvidence;
import java.io.IOException;
import java.security.SignatureException;
import java.util.Optional;
import java.util.Set;

/** java-webauthn-server as a second opinion on an assertion over our own challenge. */
public final class JavaPeer {
  private static final ByteArray USER = new ByteArray(new byte[] {1, 2, 3});
  private static final String NAME = "approver";

  private JavaPeer() {}

  /** Whether it accepts the assertion for the credential that the case names. */
  public static boolean accepts(PeerCase assertion, Bytes enrolledCredentialId) {
    RelyingParty peer =
        RelyingParty.builder()
            .identity(
                RelyingPartyIdentity.builder().id(assertion.audience()).name("approvals").build())
            .credentialRepository(
                new OneCredential(bytes(enrolledCredentialId), bytes(assertion.cose())))
            .origins(Set.of(ClientData.origin(assertion.audience())))
            .build();
    AssertionRequest request =
        AssertionRequest.builder()
            .publicKeyCredentialRequestOptions(
                PublicKeyCredentialRequestOptions.builder()
                    .challenge(bytes(assertion.challenge().value()))
                    .rpId(assertion.audience())
                    .userVerification(UserVerificationRequirement.REQUIRED)
                    .build())
            .username(NAME)
            .build();
    try {
      return peer.finishAssertion(
              FinishAssertionOptions.builder()
                  .request(request)
                  .response(credential(assertion.evidence()))
                  .build())
          .isSuccess();
    } catch (AssertionFailedException
        | IOException
        | Base64UrlException
        | IllegalArgumentException refused) {
      return false;
    } catch (RuntimeException unusable) {
      // How it reports a signature that is not DER.
      if (unusable.getCause() instanceof SignatureException) {
        return false;
      }
      throw unusable;
    }
  }

  private static PublicKeyCredential<
          AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>
      credential(WebAuthnEvidence evidence) throws IOException, Base64UrlException {
    AuthenticatorAssertionResponse response =
        AuthenticatorAssertionResponse.builder()
            .authenticatorData(bytes(evidence.authenticatorData()))
            .clientDataJSON(bytes(evidence.clientDataJson()))
            .signature(bytes(evidence.signature()))
            .build();
    return PublicKeyCredential
        .<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>builder()
        .id(bytes(evidence.credentialId()))
        .response(response)
        .clientExtensionResults(ClientAssertionExtensionOutputs.builder().build())
        .build();
  }

  private static ByteArray bytes(Bytes value) {
    return new ByteArray(value.toArray());
  }

  private record OneCredential(ByteArray id, ByteArray cose) implements CredentialRepository {
    private RegisteredCredential credential() {
      return RegisteredCredential.builder()
          .credentialId(id)
          .userHandle(USER)
          .publicKeyCose(cose)
          .signatureCount(0)
          .build();
    }

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
      return Set.of(PublicKeyCredentialDescriptor.builder().id(id).build());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
      return Optional.of(USER);
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
      return Optional.of(NAME);
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
      return Optional.of(credential()).filter(each -> each.getCredentialId().equals(credentialId));
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
      return Set.of(credential());
    }
  }
}
