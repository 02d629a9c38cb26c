package dev.countersign.desktop.submission;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Syslog over TLS (RFC 5425) to one collector: its certificate must come from the given CA and name
 * the host. Each message is framed by its length in octets. The protocol has no acknowledgement:
 * messages count as delivered when the connection ended after our end of it, and no error came.
 * That end need not be a close_notify, which RFC 5425 asks for and collectors leave out: so neither
 * what a collector read and then lost is noticed, nor somebody on the line who ends it unread.
 */
public final class SyslogTls {
  private final String host;
  private final int port;
  private final SSLContext tls;
  private final Duration deadline;

  private SyslogTls(String host, int port, SSLContext tls, Duration deadline) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.deadline = deadline;
  }

  /**
   * A collector.
   *
   * @param ca a file with one or more certificates, PEM or DER: nobody else is trusted
   * @param deadline for one connection as a whole
   * @throws IOException if the certificates cannot be read
   */
  public static SyslogTls to(String host, int port, Path ca, Duration deadline) throws IOException {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        roots.setCertificateEntry("ca-" + count++, each);
      }
      if (count == 0) {
        throw new IOException(ca + " holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(roots);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return new SyslogTls(host, port, tls, deadline);
    } catch (GeneralSecurityException unusable) {
      throw new IOException(ca + " is not a certificate file", unusable);
    }
  }

  /**
   * Sends messages over one connection.
   *
   * @throws IOException when it is not known that the collector was given all of them
   */
  public void send(List<byte[]> messages) throws IOException {
    try (Socket raw = new Socket()) {
      CountDownLatch over = new CountDownLatch(1);
      // Closing the socket is what ends a write or a read that no longer moves.
      Thread watch = Thread.ofVirtual().name("syslog-watch").start(() -> closeLate(raw, over));
      try {
        exchange(raw, messages);
      } catch (IOException failed) {
        throw new IOException("the collector did not take the messages: " + words(failed), failed);
      } finally {
        over.countDown();
        watch.interrupt();
      }
    }
  }

  private void exchange(Socket raw, List<byte[]> messages) throws IOException {
    raw.connect(new InetSocketAddress(host, port), (int) deadline.toMillis());
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(raw, host, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (byte[] message : messages) {
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
      }
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // A collector says nothing; the end is what we wait for.
      }
    }
  }

  private void closeLate(Socket raw, CountDownLatch over) {
    try {
      if (!over.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        raw.close();
      }
    } catch (InterruptedException inTime) {
      Thread.currentThread().interrupt();
    } catch (IOException closedAlready) {
      // What was to be ended has ended.
    }
  }

  private static String words(IOException failed) {
    return switch (failed) {
      case javax.net.ssl.SSLHandshakeException _ ->
          "its certificate is not from the given CA, or names another host";
      case java.net.ConnectException _ -> "nobody answers at its address";
      case java.net.UnknownHostException _ -> "its name is not known";
      default -> "the connection broke or took too long";
    };
  }
}
