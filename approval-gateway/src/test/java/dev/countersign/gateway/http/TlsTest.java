package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.main.GatewayFolder;
import dev.countersign.gateway.main.RunningGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where the gateway listens")
class TlsTest {
  private static final String PASSWORD = "for this test";

  @TempDir private Path data;

  @Test
  @DisplayName("with a key store it speaks TLS 1.3 with that certificate")
  void tls() throws Exception {
    KeyPair key = keyPair();
    Certificate certificate = certificate(key);
    Listen listen = new Listen("127.0.0.1", 0, Optional.of(keyStore(key, certificate)), List.of());
    try (RunningGateway gateway = start(listen)) {
      assertThat(gateway.base().getScheme()).isEqualTo("https");
      try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
        var answer =
            client.send(
                HttpRequest.newBuilder(gateway.base().resolve("/health/live")).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      }
      assertThatThrownBy(() ->
              ApiClient.HTTP.send(
                  HttpRequest.newBuilder(gateway.base().resolve("/health/live")).build(),
                  BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("without one it listens on loopback addresses only")
  void loopbackOnly() {
    assertThat(Listen.loopback(0).host()).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> new Listen("0.0.0.0", 0, Optional.empty(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback");
  }

  private RunningGateway start(Listen listen) throws Exception {
    GatewayFolder folder = new GatewayFolder(data.resolve("gateway"));
    folder.create("gateway.test", "approvals.test", Instant.now(), new SecureRandom());
    return RunningGateway.start(
        folder.identity(),
        folder.ledger(),
        AttestationTrust.real(List.of(), true),
        CardPolicy.NONE,
        HttpSettings.of(listen),
        Clock.systemUTC());
  }

  private Listen.Tls keyStore(KeyPair key, Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", key.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
    Path file = data.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    Path password = Files.writeString(data.resolve("password"), PASSWORD + "\n");
    return new Listen.Tls(file, password);
  }

  private static SSLContext trusting(Certificate certificate) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("server", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static KeyPair keyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static Certificate certificate(KeyPair key) throws Exception {
    X500Name name = new X500Name("CN=127.0.0.1");
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(86400)),
            name,
            key.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
  }
}
