package dev.countersign.gateway.enrollment;

import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.attestation.AttestationTrustSource.TrustRootsResult;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AttestationType;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.AuthenticatorData;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.data.exception.Base64UrlException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.verify.Credential;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Verifies a WebAuthn registration (WebAuthn Level 3 §7.1) with java-webauthn-server. What the desk
 * must send is known byte for byte, so the client data is compared before anything parses it.
 */
final class CredentialRegistration {
  private static final int MAX_ATTESTATION_BYTES = 16 * 1024;

  /** Flag BE of the authenticator data (WebAuthn Level 3 §6.1). */
  private static final int BACKUP_ELIGIBLE = 0x08;

  private final String audience;
  private final AttestationTrust trust;
  private final RelyingParty relyingParty;
  private final RelyingPartyIdentity identity;
  private final Clock clock;

  CredentialRegistration(
      String audience, AttestationTrust trust, DirectoryStore directory, Clock clock) {
    this.audience = audience;
    this.trust = trust;
    this.identity = RelyingPartyIdentity.builder().id(audience).name(audience).build();
    this.clock = clock;
    this.relyingParty =
        RelyingParty.builder()
            .identity(identity)
            .credentialRepository(new EnrolledCredentials(directory))
            .origins(Set.of(ClientData.origin(audience)))
            .attestationConveyancePreference(AttestationConveyancePreference.DIRECT)
            .attestationTrustSource((chain, aaguid) ->
                TrustRootsResult.builder()
                    .trustRoots(rootsOf(aaguid))
                    .enableRevocationChecking(false)
                    .build())
            // Untrusted attestation is judged by AttestationTrust, which knows the right code.
            .allowUntrustedAttestation(true)
            .preferredPubkeyParams(List.of(PublicKeyCredentialParameters.ES256))
            .clock(clock)
            .build();
  }

  Registered verify(Bytes challenge, Bytes userId, Bytes clientDataJson, Bytes attestationObject)
      throws RefusedException {
    if (!clientDataJson.equals(ClientData.create(challenge, audience))) {
      throw new RefusedException(
          RefusalCode.CLIENT_DATA_MISMATCH, "the client data is not the one that was asked for");
    }
    if (attestationObject.size() > MAX_ATTESTATION_BYTES) {
      throw new RefusedException(RefusalCode.TOO_LARGE, "the attestation is too large");
    }
    RegistrationResult result = finish(challenge, userId, clientDataJson, attestationObject);
    String aaguid = uuid(result.getAaguid());
    List<X509Certificate> chain = result.getAttestationTrustPath().orElse(List.of());
    trust.require(aaguid, chain, result.isAttestationTrusted(), clock.instant());
    Bytes cose = Bytes.of(result.getPublicKeyCose().getBytes());
    return new Registered(
        new Credential.Fido2(
            Bytes.of(result.getKeyId().getId().getBytes()),
            CoseKey.read(cose, RefusalCode.BAD_TOKEN_SIGNATURE),
            aaguid),
        worth(result),
        result.getSignatureCount(),
        false);
  }

  private static String uuid(ByteArray aaguid) {
    ByteBuffer model = ByteBuffer.wrap(aaguid.getBytes());
    return new UUID(model.getLong(), model.getLong()).toString();
  }

  /** The configured roots, and those that the metadata gives for this model alone. */
  private Set<X509Certificate> rootsOf(Optional<ByteArray> aaguid) {
    Set<X509Certificate> roots = new LinkedHashSet<>(trust.roots());
    aaguid.ifPresent(model -> roots.addAll(trust.models().roots(uuid(model))));
    return roots;
  }

  private RegistrationResult finish(
      Bytes challenge, Bytes userId, Bytes clientDataJson, Bytes attestationObject)
      throws RefusedException {
    try {
      AuthenticatorAttestationResponse response =
          AuthenticatorAttestationResponse.builder()
              .attestationObject(new ByteArray(attestationObject.toArray()))
              .clientDataJSON(new ByteArray(clientDataJson.toArray()))
              .build();
      AuthenticatorData made = response.getParsedAuthenticatorData();
      requireBoundToToken(made);
      ByteArray credentialId = made.getAttestedCredentialData().orElseThrow().getCredentialId();
      return relyingParty.finishRegistration(
          FinishRegistrationOptions.builder()
              .request(options(challenge, userId))
              .response(
                  PublicKeyCredential
                      .<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
                          builder()
                      .id(credentialId)
                      .response(response)
                      .clientExtensionResults(ClientRegistrationExtensionOutputs.builder().build())
                      .build())
              .build());
    } catch (RegistrationFailedException
        | IOException
        | Base64UrlException
        | RuntimeException notValid) {
      // The library reports hostile bytes in each of these ways; each means: not a registration.
      throw new RefusedException(
          RefusalCode.BAD_TOKEN_SIGNATURE, "the registration does not verify", notValid);
    }
  }

  private static void requireBoundToToken(AuthenticatorData made) throws RefusedException {
    if ((made.getFlags().value & BACKUP_ELIGIBLE) != 0) {
      throw new RefusedException(
          RefusalCode.TOKEN_NOT_ALLOWED, "the credential could leave its token");
    }
  }

  private PublicKeyCredentialCreationOptions options(Bytes challenge, Bytes userId) {
    return PublicKeyCredentialCreationOptions.builder()
        .rp(identity)
        .user(
            UserIdentity.builder()
                .name("approver")
                .displayName("approver")
                .id(new ByteArray(userId.toArray()))
                .build())
        .challenge(new ByteArray(challenge.toArray()))
        .pubKeyCredParams(List.of(PublicKeyCredentialParameters.ES256))
        .authenticatorSelection(
            AuthenticatorSelectionCriteria.builder()
                .userVerification(UserVerificationRequirement.REQUIRED)
                .build())
        .attestation(AttestationConveyancePreference.DIRECT)
        .build();
  }

  private static Attestation worth(RegistrationResult result) {
    if (result.isAttestationTrusted()) {
      return Attestation.TRUSTED;
    }
    if (result.getAttestationType() == AttestationType.SELF_ATTESTATION) {
      return Attestation.SELF;
    }
    return result.getAttestationType() == AttestationType.NONE
        ? Attestation.NONE
        : Attestation.UNTRUSTED;
  }
}
