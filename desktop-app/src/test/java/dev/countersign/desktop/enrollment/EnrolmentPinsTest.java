package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.enrollment.EnrolmentPins.Witness;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The enrolment file")
class EnrolmentPinsTest {
  private static final FidoCredential KEY =
      new FidoCredential(Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state").resolve("enrolment.json");
  }

  private static CardCredential card() throws RefusedException {
    return CardCredential.of(CardFixture.CARD.chain(), "my card");
  }

  private static EnrolmentPins pins() {
    return new EnrolmentPins(
        URI.create("https://gateway.example.com"),
        Fixture.gatewayKeys(),
        Fixture.AUDIENCE,
        false,
        new Witness("gateway.example.com/witness", TestKeys.ed25519("witness").publicKey()),
        Fixture.APPROVER,
        List.of(KEY));
  }

  private void rewrite(String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> EnrolmentPins.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("keys and cards survive writing and reading, in their order")
  void roundTrip() throws Exception {
    EnrolmentPins both = pins().with(card());
    both.save(file);
    assertThat(EnrolmentPins.load(file)).isEqualTo(both);
    assertThat(EnrolmentPins.load(file).credentials()).containsExactly(KEY, card());
  }

  @Test
  @DisplayName("S6.3 a file of version 1, with its one key, is still read")
  void firstVersion() throws IOException {
    pins().save(file);
    rewrite("\"v\":2", "\"v\":1");
    rewrite("\"credentials\":[{\"kind\":\"fido2\",", "\"credential\":{");
    rewrite("\"name\":\"blue key\"}]", "\"token_name\":\"blue key\"}");
    assertThat(EnrolmentPins.load(file)).isEqualTo(pins());
  }

  @Test
  @DisplayName("a member, a kind of token or a version that is not known is refused")
  void unknown() throws IOException {
    pins().save(file);
    String good = Files.readString(file);
    rewrite("\"v\":2", "\"v\":2,\"x\":1");
    refused("damaged");
    Files.writeString(file, good);
    rewrite("\"v\":2", "\"v\":3");
    refused("version");
    Files.writeString(file, good);
    rewrite("\"kind\":\"fido2\"", "\"kind\":\"u2f\"");
    refused("kind of token");
    Files.writeString(file, good);
    rewrite("\"kind\":\"fido2\"", "\"kind\":\"fido2\",\"x\":1");
    refused("damaged");
  }

  @Test
  @DisplayName("a card without a certificate, and a token that is there twice, are refused")
  void wrongTokens() throws Exception {
    pins().with(card()).save(file);
    String good = Files.readString(file);
    rewrite(card().chain().getFirst().base64(), "AAAA");
    refused("damaged");
    Files.writeString(file, good);
    rewrite(
        "]}",
        ",{\"kind\":\"fido2\",\"id\":\""
            + KEY.id().base64Url()
            + "\",\"jwk\":"
            + "{\"kty\":\"EC\"},\"name\":\"b\"}]}");
    refused("damaged");
    assertThatThrownBy(() -> pins().with(KEY.named("twin")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a file that others can change is refused")
  void readableByOthers() throws IOException {
    pins().save(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    refused("others");
  }

  @Test
  @DisplayName("an open desk adds, renames and drops tokens durably, and tells who listens")
  void changes() throws Exception {
    pins().save(file);
    EnrolmentFile open = EnrolmentFile.open(file);
    List<String> told = new ArrayList<>();
    var subscription = open.onChange(() -> told.add(open.credentials().getLast().name()));
    CardCredential card = card();
    open.change(pins -> pins.with(card));
    open.change(pins -> pins.changing(card.id(), old -> old.named("white card")));
    assertThat(EnrolmentPins.load(file).credential(card.id())).contains(card.named("white card"));
    open.change(pins -> pins.without(KEY.id()).without(Bytes.utf8("nobody")));
    subscription.close();
    open.change(pins -> pins.without(card.id()));
    assertThat(told).containsExactly("my card", "white card", "white card");
    assertThat(EnrolmentPins.load(file).credentials()).isEmpty();
  }

  @Test
  @DisplayName("a change that cannot be written does not count")
  void notWritten() throws Exception {
    pins().save(file);
    EnrolmentFile open = EnrolmentFile.open(file);
    // A folder in the place of the file that is written beside.
    Files.createDirectories(file.resolveSibling("enrolment.json.new").resolve("full"));
    assertThatThrownBy(() -> open.change(pins -> pins.without(KEY.id())))
        .isInstanceOf(IOException.class);
    assertThat(open.credentials()).containsExactly(KEY);
  }
}
