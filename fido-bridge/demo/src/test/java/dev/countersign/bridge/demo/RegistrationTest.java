package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.RP_ID;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.attestation.AttestationTrustSource;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.RegistrationFailedException;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationOutcome.Registered;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.proof.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  private static final String ORIGIN = "countersign://" + RP_ID;
  private static final ByteArray CHALLENGE = new ByteArray(new byte[32]);
  private static final byte[] USER_ID = {1, 2, 3, 4};
  private static final Bytes CLIENT_DATA =
      Bytes.of(
          ("{\"type\":\"webauthn.create\",\"challenge\":\""
                  + CHALLENGE.getBase64Url()
                  + "\",\"origin\":\""
                  + ORIGIN
                  + "\",\"crossOrigin\":false}")
              .getBytes(StandardCharsets.UTF_8));

  private final DemoDesk desk = new DemoDesk();

  @BeforeEach
  void touched() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  @DisplayName(
      "an independent relying party accepts the attestation and trusts it by the demo root")
  void attested() throws Exception {
    RegistrationResult result = finish(register(), desk.set.attestationRoot());

    assertThat(result.isAttestationTrusted()).isTrue();
    assertThat(result.isUserVerified()).isTrue();
    assertThat(result.getAaguid().getHex())
        .isEqualTo(DemoKeySet.AAGUID.toString().replace("-", ""));
  }

  @Test
  @DisplayName("the root of another set of demo keys does not vouch for this key")
  void otherRoot() {
    Registered registered = register();
    byte[] otherRoot = DemoKeySet.create(Clock.systemUTC()).attestationRoot();

    assertThatThrownBy(() -> finish(registered, otherRoot))
        .isInstanceOf(RegistrationFailedException.class)
        .hasMessageContaining("trust");
  }

  @Test
  @DisplayName("the credential demands user verification on every use (credProtect level 3)")
  void credProtect() throws Exception {
    byte[] authData =
        new com.yubico.webauthn.data.AttestationObject(
                new ByteArray(register().attestationObject().toArray()))
            .getAuthenticatorData()
            .getBytes()
            .getBytes();

    assertThat(new ByteArray(authData).getHex())
        .endsWith("a16b6372656450726f7465637403"); // {"credProtect": 3}
    assertThat(authData[32]).isEqualTo((byte) 0xc5);
  }

  @Test
  @DisplayName("a key that holds an excluded credential answers that it is registered already")
  void excluded() {
    Bytes known = register().credentialId();

    RegistrationOutcome outcome =
        get(
            desk.token()
                .register(DemoDesk.registration(DemoDesk.pin(RIGHT_PIN), known), any -> {}));

    assertThat(outcome).isEqualTo(new RegistrationOutcome.AlreadyRegistered());
  }

  @Test
  @DisplayName("a wrong PIN registers nothing and is reported as for signing")
  void wrongPin() {
    RegistrationOutcome outcome =
        get(desk.token().register(DemoDesk.registration(DemoDesk.pin("9999")), any -> {}));

    assertThat(outcome).isEqualTo(new TokenFailure.WrongPin(OptionalInt.of(7)));
  }

  @Test
  @DisplayName("a key whose owner says no registers nothing")
  void denied() {
    desk.key.touchPolicy(DemoTouchPolicy.DENY);

    RegistrationOutcome outcome =
        get(desk.token().register(DemoDesk.registration(DemoDesk.pin(RIGHT_PIN)), any -> {}));

    assertThat(outcome).isEqualTo(new TokenFailure.Refused());
  }

  private Registered register() {
    RegistrationRequest request =
        new RegistrationRequest(
            RP_ID,
            "Approvals",
            new RegistrationRequest.User(Bytes.of(USER_ID), "kim", "Kim Example"),
            false,
            CLIENT_DATA,
            List.of(),
            DemoDesk.pin(RIGHT_PIN),
            DemoDesk.PLENTY);
    return (Registered) get(desk.token().register(request, any -> {}));
  }

  private static RegistrationResult finish(Registered registered, byte[] trustedRoot)
      throws Exception {
    RelyingPartyIdentity identity =
        RelyingPartyIdentity.builder().id(RP_ID).name("Approvals").build();
    RelyingParty relyingParty =
        RelyingParty.builder()
            .identity(identity)
            .credentialRepository(new NoCredentials())
            .origins(Set.of(ORIGIN))
            .attestationConveyancePreference(AttestationConveyancePreference.DIRECT)
            .attestationTrustSource(trusting(trustedRoot))
            .allowUntrustedAttestation(false)
            .build();
    var options =
        PublicKeyCredentialCreationOptions.builder()
            .rp(identity)
            .user(
                UserIdentity.builder()
                    .name("kim")
                    .displayName("Kim Example")
                    .id(new ByteArray(USER_ID))
                    .build())
            .challenge(CHALLENGE)
            .pubKeyCredParams(List.of(PublicKeyCredentialParameters.ES256))
            .attestation(AttestationConveyancePreference.DIRECT)
            .authenticatorSelection(
                AuthenticatorSelectionCriteria.builder()
                    .userVerification(UserVerificationRequirement.REQUIRED)
                    .build())
            .build();
    var response =
        AuthenticatorAttestationResponse.builder()
            .attestationObject(new ByteArray(registered.attestationObject().toArray()))
            .clientDataJSON(new ByteArray(CLIENT_DATA.toArray()))
            .build();
    PublicKeyCredential<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
        credential =
            PublicKeyCredential
                .<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>builder()
                .id(new ByteArray(registered.credentialId().toArray()))
                .response(response)
                .clientExtensionResults(ClientRegistrationExtensionOutputs.builder().build())
                .build();
    return relyingParty.finishRegistration(
        FinishRegistrationOptions.builder().request(options).response(credential).build());
  }

  private static AttestationTrustSource trusting(byte[] root) throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(root));
    return (chain, aaguid) ->
        AttestationTrustSource.TrustRootsResult.builder()
            .trustRoots(Set.of(certificate))
            .enableRevocationChecking(false)
            .build();
  }

  /** A relying party that knows nobody yet. */
  private static final class NoCredentials implements CredentialRepository {
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

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
      return Set.of();
    }
  }
}
