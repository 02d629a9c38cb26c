package dev.countersign.desktop.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayClientTest {
  private static final String TOKEN =
      "{\"access_token\":\"t\",\"token_type\":\"DPoP\",\"expires_in\":600}";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = ';',
      value = {"404;default backend - 404", "400;<html>Bad Request</html>", "422;{}", "404;"})
  @DisplayName("D5 a page of a proxy is no answer about a decision, whatever its status")
  void proxyPage(int status, String page) throws Exception {
    assertThat(answer(status, page == null ? "" : page)).isInstanceOf(GatewayAnswer.NoAnswer.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"404, not_found", "400, bad_request", "422, policy_denied"})
  @DisplayName("a problem of the gateway with its code is a refusal")
  void refusal(int status, String code) throws Exception {
    assertThat(answer(status, "{\"code\":\"" + code + "\"}"))
        .isInstanceOfSatisfying(
            GatewayAnswer.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static GatewayAnswer<Bytes> answer(int status, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          boolean token = call.getRequestURI().getPath().equals("/oauth/token");
          byte[] bytes = (token ? TOKEN : body).getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(token ? 200 : status, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = call.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    try {
      DpopHttp http =
          new DpopHttp(
              DpopHttp.newClient(),
              new GatewayAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
              new DpopHttp.ClientIdentity(Fixture.DEVICE_JKT, Fixture.ISSUER, Fixture.DEVICE_KEY),
              Clock.systemUTC());
      return new GatewayClient(http)
          .challenge(Fixture.REQUEST_ID, Fixture.otherDigest(), Decision.APPROVE);
    } finally {
      server.stop(0);
    }
  }
}
