package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.MetadataBlob;
import dev.countersign.gateway.enrollment.MetadataException;
import dev.countersign.gateway.enrollment.ModelPolicy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token models: allow and deny lists, and a metadata BLOB made here under a root of its own. */
class MetadataTest {
  private static final String MODEL = "11111111-2222-4333-8444-555555555555";
  private static final String OTHER = "99999999-2222-4333-8444-555555555555";
  private static final String SIGNER = "mds.test";

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private final KeyPair rootKey = keys();
  private final X509Certificate root = certificate("CN=MDS root", rootKey, true, Optional.empty());
  private final KeyPair signerKey = keys();

  @Test
  @DisplayName("S0.10 a model whose root is in verified metadata is trusted without a root of ours")
  void trustedByMetadata() throws Exception {
    assertThat(enrol(MODEL, policy("FIDO_CERTIFIED_L1"))).isEqualTo("trusted");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("S0.5 a model that the metadata reports as broken is not enrolled")
  @ValueSource(
      strings = {
        "REVOKED",
        "USER_VERIFICATION_BYPASS",
        "ATTESTATION_KEY_COMPROMISE",
        "USER_KEY_REMOTE_COMPROMISE",
        "USER_KEY_PHYSICAL_COMPROMISE"
      })
  void broken(String status) throws Exception {
    assertThat(enrol(MODEL, policy(status))).isEqualTo("token_not_allowed");
  }

  @Test
  @DisplayName("S0.10 a model that is not in the metadata, with no root of ours, is not enrolled")
  void unknownModel() throws Exception {
    assertThat(enrol(OTHER, policy("FIDO_CERTIFIED_L1"))).isEqualTo("token_not_allowed");
  }

  @Test
  @DisplayName("S0.10 with metadata past its next update nothing is enrolled")
  void outOfDate() throws Exception {
    ModelPolicy old = policy("FIDO_CERTIFIED_L1", "2020-01-01");
    assertThat(enrol(MODEL, old)).isEqualTo("token_not_allowed");
  }

  @Test
  @DisplayName("S0.10 a denied model, and with an allow list any other model, is not enrolled")
  void lists() throws Exception {
    assertThat(enrol(MODEL, new ModelPolicy(Set.of(), Set.of(MODEL), Optional.empty())))
        .isEqualTo("token_not_allowed");
    assertThat(enrol(MODEL, new ModelPolicy(Set.of(OTHER), Set.of(), Optional.empty())))
        .isEqualTo("token_not_allowed");
    assertThat(
            enrol(MODEL, new ModelPolicy(Set.of(MODEL), Set.of(), Optional.empty()), maker.root()))
        .isEqualTo("trusted");
  }

  @Test
  @DisplayName("metadata of another signer, another root, or with a changed byte is refused")
  void untrusted() throws Exception {
    byte[] blob = blob("REVOKED", "2099-01-01", signerKey, SIGNER);
    assertThat(MetadataBlob.read(blob, List.of(root), SIGNER, clock.instant()).number())
        .isEqualTo(7);
    assertRefused(blob, List.of(maker.root()), SIGNER);
    assertRefused(blob, List.of(root), "mds.fidoalliance.org");
    assertRefused(blob("REVOKED", "2099-01-01", keys(), SIGNER), List.of(root), SIGNER);
    byte[] unsigned = "eyJhbGciOiJub25lIn0.e30.".getBytes(StandardCharsets.US_ASCII);
    assertRefused(unsigned, List.of(root), SIGNER);
    int payload = new String(blob, StandardCharsets.US_ASCII).indexOf('.') + 20;
    for (int at : new int[] {payload, payload + 40, blob.length - 10}) {
      byte[] changed = blob.clone();
      changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
      assertRefused(changed, List.of(root), SIGNER);
    }
  }

  @Test
  @DisplayName("signed bytes that are no metadata of version 3 are refused")
  void otherShape() throws Exception {
    for (String payload :
        List.of(
            "{}", "[]", "{\"no\":1,\"nextUpdate\":\"soon\",\"entries\":[]}", "{\"entries\":3}")) {
      assertRefused(signed(payload, signerKey, SIGNER), List.of(root), SIGNER);
    }
  }

  private void assertRefused(byte[] blob, List<X509Certificate> roots, String signer) {
    assertThatThrownBy(() -> MetadataBlob.read(blob, roots, signer, clock.instant()))
        .isInstanceOf(MetadataException.class);
  }

  /** What the attestation was worth, or the refusal's code. */
  private String enrol(String model, ModelPolicy policy, X509Certificate... roots)
      throws Exception {
    try (EmbeddedGateway gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data.resolve("g" + System.nanoTime()),
                    "gateway.test",
                    "approvals.test",
                    AttestationTrust.real(List.of(roots), true, policy))
                .withClock(clock))) {
      String code = gateway.addApprover("ada", "Ada Lovelace", List.of("admins"));
      Answer answer = new Enrolment(gateway).run(code, maker.token(model));
      return answer.status() == 201 ? answer.string("attestation") : answer.string("code");
    }
  }

  private ModelPolicy policy(String status) throws Exception {
    return policy(status, "2099-01-01");
  }

  private ModelPolicy policy(String status, String nextUpdate) throws Exception {
    MetadataBlob blob =
        MetadataBlob.read(
            blob(status, nextUpdate, signerKey, SIGNER), List.of(root), SIGNER, clock.instant());
    return new ModelPolicy(Set.of(), Set.of(), Optional.of(blob));
  }

  private byte[] blob(String status, String nextUpdate, KeyPair key, String signer)
      throws Exception {
    String attestationRoot =
        java.util.Base64.getEncoder().encodeToString(maker.root().getEncoded());
    return signed(
        """
        {"legalHeader":"test","no":7,"nextUpdate":"%s","entries":[
          {"aaid":"4e4e#4005","statusReports":[]},
          {"aaguid":"%s","statusReports":[{"status":"NOT_FIDO_CERTIFIED"},{"status":"%s"}],
           "metadataStatement":{"attestationRootCertificates":["%s"]}}]}
        """
            .formatted(nextUpdate, MODEL, status, attestationRoot),
        key,
        signer);
  }

  /** The certificate is always for the right key; another key makes a wrong signature. */
  private byte[] signed(String payload, KeyPair key, String signer) throws Exception {
    X509Certificate leaf = certificate("CN=" + signer, signerKey, false, Optional.of(signer));
    JWSObject jws =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .x509CertChain(List.of(Base64.encode(leaf.getEncoded())))
                .build(),
            new Payload(payload));
    jws.sign(new ECDSASigner((ECPrivateKey) key.getPrivate()));
    return jws.serialize().getBytes(StandardCharsets.US_ASCII);
  }

  private X509Certificate certificate(
      String subject, KeyPair key, boolean authority, Optional<String> dnsName) {
    try {
      Instant now = clock.instant();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=MDS root"),
              BigInteger.valueOf(authority ? 1 : 2),
              Date.from(now.minusSeconds(86_400)),
              Date.from(now.plusSeconds(86_400 * 365L)),
              new X500Name(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (dnsName.isPresent()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName.get())));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate())));
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
