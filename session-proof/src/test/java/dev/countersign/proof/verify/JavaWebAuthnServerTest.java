package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** java-webauthn-server as a second opinion on step 11, over our own challenge C. */
class JavaWebAuthnServerTest {
  private static final ByteArray USER = new ByteArray(new byte[] {1, 2, 3});
  private static final ByteArray CREDENTIAL = bytes(Fixture.TOKEN.credentialId());
  private static final int RANDOM_MUTANTS = 400;

  private final RelyingParty peer =
      RelyingParty.builder()
          .identity(RelyingPartyIdentity.builder().id(Fixture.AUDIENCE).name("approvals").build())
          .credentialRepository(new OneCredential())
          .origins(Set.of(ClientData.origin(Fixture.AUDIENCE)))
          .build();

  @Test
  @DisplayName("S0.10 an independent verifier accepts the fixture's assertion, and so do we")
  void accepts() {
    assertThat(acceptedByPeer(AssertionMutant.honest())).isTrue();
    assertThat(new AssertionMutant("", AssertionMutant.honest()).acceptedByUs()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  @DisplayName("S0.1 S0.10 S1.3 what is wrong for everyone, both refuse")
  void bothRefuse(AssertionMutant mutant) {
    assertThat(acceptedByPeer(mutant.evidence())).isFalse();
    assertThat(mutant.acceptedByUs()).isFalse();
  }

  static List<AssertionMutant> wrong() {
    return AssertionMutant.wrongForEveryone();
  }

  @Test
  @DisplayName("S0.1 of hundreds of random mutations we never accept one that the peer refuses")
  void neverLaxer() {
    int accepted = 0;
    for (AssertionMutant mutant : AssertionMutant.batch(RANDOM_MUTANTS)) {
      if (mutant.acceptedByUs()) {
        assertThat(acceptedByPeer(mutant.evidence())).as(mutant.about()).isTrue();
        accepted++;
      }
    }
    // Other counters, correctly signed, are right for both; a test that accepts nothing says
    // little.
    assertThat(accepted).isBetween(10, RANDOM_MUTANTS / 2);
  }

  private boolean acceptedByPeer(WebAuthnEvidence evidence) {
    AssertionRequest request =
        AssertionRequest.builder()
            .publicKeyCredentialRequestOptions(
                PublicKeyCredentialRequestOptions.builder()
                    .challenge(bytes(AssertionMutant.CHALLENGE.value()))
                    .rpId(Fixture.AUDIENCE)
                    .userVerification(UserVerificationRequirement.REQUIRED)
                    .build())
            .username(Fixture.APPROVER)
            .build();
    try {
      AuthenticatorAssertionResponse response =
          AuthenticatorAssertionResponse.builder()
              .authenticatorData(bytes(evidence.authenticatorData()))
              .clientDataJSON(bytes(evidence.clientDataJson()))
              .signature(bytes(evidence.signature()))
              .build();
      PublicKeyCredential<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>
          credential =
              PublicKeyCredential
                  .<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>builder()
                  .id(bytes(evidence.credentialId()))
                  .response(response)
                  .clientExtensionResults(ClientAssertionExtensionOutputs.builder().build())
                  .build();
      return peer.finishAssertion(
              FinishAssertionOptions.builder().request(request).response(credential).build())
          .isSuccess();
    } catch (AssertionFailedException
        | IOException
        | Base64UrlException
        | IllegalArgumentException refused) {
      return false;
    }
  }

  private static ByteArray bytes(Bytes value) {
    return new ByteArray(value.toArray());
  }

  private static final class OneCredential implements CredentialRepository {
    private final RegisteredCredential credential =
        RegisteredCredential.builder()
            .credentialId(CREDENTIAL)
            .userHandle(USER)
            .publicKeyCose(bytes(Fixture.TOKEN.cose()))
            .signatureCount(0)
            .build();

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
      return Set.of(PublicKeyCredentialDescriptor.builder().id(CREDENTIAL).build());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
      return Optional.of(USER);
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
      return Optional.of(Fixture.APPROVER);
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
      return Optional.of(credential).filter(each -> each.getCredentialId().equals(credentialId));
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
      return Set.of(credential);
    }
  }
}
