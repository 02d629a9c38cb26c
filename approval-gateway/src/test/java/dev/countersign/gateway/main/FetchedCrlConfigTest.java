package dev.countersign.gateway.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedCrlConfigTest {

  @TempDir Path folder;

  @Test
  @DisplayName(
      "S1.7 a CRL that is fetched is read like one in a file, from the gateway's own folder")
  void readLikeAFile() throws IOException {
    StatementConfig cards = config("http://ca.example/root.crl").cards().statements();

    assertThat(cards.fetched()).hasSize(1);
    Path file = cards.fetched().getFirst().file();
    assertThat(file.getParent()).isEqualTo(folder.resolve("crl"));
    assertThat(cards.crls()).containsExactly(folder.resolve("ours.crl"), file);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an address that is not one of the web is an error with its line")
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ldap://ca.example/cn=root",
        "http:///root.crl",
        "http://user@ca.example/root.crl",
        "ca.example/root.crl",
        "http://ca example/"
      })
  void refused(String address) {
    assertThatThrownBy(() -> config(address))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 7")
        .hasMessageContaining("x509.crl_urls");
  }

  private GatewayConfig config(String address) throws IOException {
    Path file = folder.resolve("gateway.toml");
    Files.writeString(
        file,
        """
        issuer = "gw.example"
        audience = "approvals.example"
        key.not_before = 1
        key.not_after = 2
        [x509]
        crls = ["ours.crl"]
        crl_urls = ["%s"]
        """
            .formatted(address));
    return GatewayConfig.read(file);
  }
}
