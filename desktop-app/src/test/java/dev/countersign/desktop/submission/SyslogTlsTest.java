package dev.countersign.desktop.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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

/** Against a real TLS listener on this machine. */
class SyslogTlsTest {
  private static final char[] PASSWORD = "test".toCharArray();
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  @DisplayName("messages arrive whole, framed by their length in octets (RFC 5425)")
  void delivers() throws Exception {
    try (Listener listener = new Listener("localhost")) {
      byte[] umlaut = "<109>1 - - - - - - ü\n".getBytes(StandardCharsets.UTF_8);
      byte[] large = new byte[100_000];
      collector(listener, listener.ca(folder)).send(List.of(umlaut, large));
      List<byte[]> received = frames(listener.received());
      assertThat(received).hasSize(2);
      assertThat(received.getFirst()).isEqualTo(umlaut);
      assertThat(received.getLast()).isEqualTo(large);
    }
  }

  @Test
  @DisplayName(
      "S1.3 a collector whose certificate is from elsewhere, or names another host, gets nothing")
  void wrongCertificate() throws Exception {
    try (Listener listener = new Listener("localhost");
        Listener other = new Listener("localhost");
        Listener named = new Listener("collector.example")) {
      assertRefused(collector(listener, other.ca(folder)));
      assertRefused(collector(named, named.ca(folder)));
      assertThat(listener.bytes()).isEmpty();
      assertThat(named.bytes()).isEmpty();
    }
  }

  @Test
  @DisplayName("a collector that never answers, or breaks off, ends within the deadline")
  void silent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Listener listener = new Listener("localhost")) {
      SyslogTls collector =
          SyslogTls.to(
              "localhost", silent.getLocalPort(), listener.ca(folder), Duration.ofMillis(300));
      assertThatThrownBy(() -> collector.send(List.of(new byte[1])))
          .isInstanceOf(IOException.class);
    }
    try (ServerSocket breaking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Listener listener = new Listener("localhost")) {
      Thread.ofVirtual().start(() -> breakOff(breaking));
      SyslogTls collector =
          SyslogTls.to("localhost", breaking.getLocalPort(), listener.ca(folder), DEADLINE);
      assertThatThrownBy(() -> collector.send(List.of(new byte[1])))
          .isInstanceOf(IOException.class);
    }
    try (Listener elsewhere = new Listener("localhost")) {
      SyslogTls collector = SyslogTls.to("localhost", freePort(), elsewhere.ca(folder), DEADLINE);
      assertThatThrownBy(() -> collector.send(List.of(new byte[1])))
          .hasMessageContaining("nobody answers");
    }
  }

  /** Nobody ever waited here for a connection: one who waits can be heard of after the closing. */
  private static int freePort() throws IOException {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return once.getLocalPort();
    }
  }

  @Test
  @DisplayName("a file without certificates is refused")
  void noCa() throws Exception {
    Path file = Files.writeString(folder.resolve("ca"), "no certificate");
    assertThatThrownBy(() -> SyslogTls.to("localhost", 1, file, DEADLINE))
        .isInstanceOf(IOException.class);
  }

  private static void breakOff(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getInputStream().read();
      client.setSoLinger(true, 0);
    } catch (IOException over) {
      throw new java.io.UncheckedIOException(over);
    }
  }

  private static SyslogTls collector(Listener listener, Path ca) throws IOException {
    return SyslogTls.to("localhost", listener.port(), ca, DEADLINE);
  }

  private static void assertRefused(SyslogTls collector) {
    assertThatThrownBy(() -> collector.send(List.of(new byte[1])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("certificate");
  }

  private static List<byte[]> frames(byte[] all) {
    List<byte[]> frames = new ArrayList<>();
    int at = 0;
    while (at < all.length) {
      int space = at;
      while (all[space] != ' ') {
        space++;
      }
      int length = Integer.parseInt(new String(all, at, space - at, StandardCharsets.US_ASCII));
      byte[] frame = new byte[length];
      System.arraycopy(all, space + 1, frame, 0, length);
      frames.add(frame);
      at = space + 1 + length;
    }
    return frames;
  }

  /** Takes one connection and remembers what it read of it. */
  private static final class Listener implements AutoCloseable {
    private final X509Certificate root;
    private final ServerSocket socket;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    Listener(String name) throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair rootKey = generator.generateKeyPair();
      KeyPair key = generator.generateKeyPair();
      root = certificate("CN=root", rootKey, rootKey, null);
      X509Certificate leaf = certificate("CN=collector", key, rootKey, name);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key.getPrivate(), PASSWORD, new Certificate[] {leaf, root});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
      socket =
          tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private static X509Certificate certificate(
        String subject, KeyPair key, KeyPair issuer, String host) throws Exception {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=root"),
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plusSeconds(3600)),
              new X500Name(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
      if (host != null) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    }

    private void serve() {
      try (Socket client = socket.accept()) {
        InputStream in = client.getInputStream();
        for (int read = in.read(); read >= 0; read = in.read()) {
          bytes.write(read);
        }
        whole.complete(bytes.toByteArray());
      } catch (IOException ended) {
        whole.completeExceptionally(ended);
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    byte[] received() throws ExecutionException, InterruptedException, TimeoutException {
      return whole.get(60, TimeUnit.SECONDS);
    }

    Path ca(Path folder) throws Exception {
      return Files.write(Files.createTempFile(folder, "ca", ".der"), root.getEncoded());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
