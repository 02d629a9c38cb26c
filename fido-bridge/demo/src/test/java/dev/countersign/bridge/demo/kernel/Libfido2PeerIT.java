package dev.countersign.bridge.demo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeyModel;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.demo.kernel.Fido2Tools.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The software key driven by an independent client, libfido2's own tools, through the mocked
 * kernel: what our tests lean on is itself checked.
 */
class Libfido2PeerIT {

  private static final String RP_ID = "approvals.example.com";
  private static final String PIN = "1234";
  private static final List<String> NO_PIN = List.of();

  private final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  private final DemoKey key = set.addKey("blue");
  private MockedKernel kernel;
  private Fido2Tools tools;
  private String node;

  @TempDir private Path folder;

  @BeforeAll
  static void installed() {
    assumeTrue(Umockdev.isPreloaded(), "not run: the package umockdev is missing");
    assumeTrue(Fido2Tools.areInstalled(), "not run: the package fido2-tools is missing");
  }

  @BeforeEach
  void plug() {
    kernel = MockedKernel.get();
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    node = kernel.plug(set, key);
    tools = new Fido2Tools(kernel, folder);
  }

  @AfterEach
  void unplug() {
    kernel.unplugAll();
  }

  @Test
  @DisplayName("fido2-token lists the key and reads what it can do")
  void info() throws Exception {
    Ended list = tools.run(NO_PIN, "fido2-token", "-L");
    Ended info = tools.run(NO_PIN, "fido2-token", "-I", node);

    assertThat(list.output()).contains(node + ": vendor=0x1209, product=0xf1d0", key.name());
    assertThat(info.code()).isZero();
    assertThat(info.output())
        .contains("FIDO_2_1", "noclientPin", "pin retries: 8", "algorithms: es256")
        .contains("aaguid: " + DemoKeySet.AAGUID.toString().replace("-", ""));
  }

  @Test
  @DisplayName("fido2-token sets and changes the PIN, and a wrong one costs a try")
  void pin() throws Exception {
    assertThat(tools.run(List.of(PIN, PIN), "fido2-token", "-S", node).code()).isZero();
    assertThat(tools.run(List.of(PIN, "654321", "654321"), "fido2-token", "-C", node).code())
        .isZero();

    Ended wrong = tools.run(List.of(PIN, "9999", "9999"), "fido2-token", "-C", node);
    Ended info = tools.run(NO_PIN, "fido2-token", "-I", node);

    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.output()).contains("FIDO_ERR_PIN_INVALID");
    assertThat(info.output()).contains("clientPin").doesNotContain("noclientPin");
    assertThat(key.pinTriesLeft()).isEqualTo(7);
  }

  @Test
  @DisplayName("a resident credential is listed, used without naming it, and deleted")
  void resident() throws Exception {
    presetPin();
    tools.file("new", List.of(hash(1), RP_ID, "kim", hash(3)));
    Ended made =
        tools.run(List.of(PIN), "fido2-cred", "-M", "-r", "-i", "new", "-o", "credential", node);
    assertThat(made.code()).as(made.output()).isZero();
    tools.run(NO_PIN, "fido2-cred", "-V", "-i", "credential", "-o", "public");

    Ended parties = tools.run(List.of(PIN), "fido2-token", "-L", "-r", node);
    Ended keys = tools.run(List.of(PIN), "fido2-token", "-L", "-k", RP_ID, node);
    tools.file("wanted", List.of(hash(1), RP_ID));
    Ended got =
        tools.run(
            List.of(PIN),
            "fido2-assert",
            "-G",
            "-r",
            "-v",
            "-i",
            "wanted",
            "-o",
            "assertion",
            node);
    String id = tools.lines("public").getFirst();
    Ended deleted = tools.run(List.of(PIN), "fido2-token", "-D", "-i", id, node);
    Ended after = tools.run(List.of(PIN), "fido2-token", "-L", "-r", node);

    assertThat(parties.output()).contains(RP_ID);
    assertThat(keys.output()).contains(id);
    assertThat(got.code()).as(got.output()).isZero();
    assertThat(deleted.code()).as(deleted.output()).isZero();
    assertThat(after.output()).doesNotContain(RP_ID);
  }

  @Test
  @DisplayName("a credential made by fido2-cred verifies with its attestation")
  void makesCredential() throws Exception {
    presetPin();

    makeCredential();
    Ended verified =
        tools.run(NO_PIN, "fido2-cred", "-V", "-v", "-i", "credential", "-o", "public");

    assertThat(verified.output()).isEmpty();
    assertThat(verified.code()).isZero();
    assertThat(tools.lines("public").getFirst()).hasSizeGreaterThan(20);
  }

  @Test
  @DisplayName("an assertion fetched by fido2-assert verifies, and not for another challenge")
  void assertion() throws Exception {
    presetPin();
    enrol();

    Ended got = getAssertion(PIN);
    assertThat(got.code()).as(got.output()).isZero();
    assertThat(verifyAssertion().code()).isZero();

    List<String> answer = tools.lines("assertion");
    tools.file("assertion", replaceFirst(answer, hash(2)));
    assertThat(verifyAssertion().code()).isNotZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName("older keys and both PIN protocols enrol and sign for libfido2 as well")
  void models(String name, DemoKeyModel model) throws Exception {
    kernel.unplug(key);
    DemoKey other = set.addKey(name, model);
    other.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    node = kernel.plug(set, other);
    assertThat(tools.run(List.of(PIN, PIN), "fido2-token", "-S", node).code()).isZero();
    enrol();

    Ended got = getAssertion(PIN);

    assertThat(got.code()).as(got.output()).isZero();
    assertThat(verifyAssertion().code()).isZero();
  }

  static Stream<Arguments> models() {
    DemoKeyModel standard = DemoKeyModel.standard();
    return Stream.of(
        Arguments.of("CTAP 2.0", standard.with(DemoKeyModel.Generation.CTAP2_0)),
        Arguments.of("PIN protocol one", standard.withPinProtocols(List.of(1))),
        Arguments.of("PIN protocol two", standard.withPinProtocols(List.of(2))),
        Arguments.of("self attestation", standard.with(DemoKeyModel.Attestation.PACKED_SELF)),
        Arguments.of("CTAP 2.2", standard.with(DemoKeyModel.Generation.CTAP2_2)));
  }

  @Test
  @DisplayName("fido2-assert is refused with a wrong PIN, and by a key without the credential")
  void assertionRefused() throws Exception {
    presetPin();
    enrol();
    assertThat(getAssertion("0000").output()).contains("FIDO_ERR_PIN_INVALID");

    kernel.unplug(key);
    DemoKey other = set.addKey("red");
    other.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    other.presetPin(PIN.toCharArray());
    node = kernel.plug(set, other);

    assertThat(getAssertion(PIN).output()).contains("FIDO_ERR_NO_CREDENTIALS");
  }

  private void presetPin() {
    key.presetPin(PIN.toCharArray());
  }

  private void makeCredential() throws IOException, InterruptedException {
    tools.file("new", List.of(hash(1), RP_ID, "kim", hash(3)));
    Ended made = tools.run(List.of(PIN), "fido2-cred", "-M", "-i", "new", "-o", "credential", node);
    assertThat(made.code()).as(made.output()).isZero();
  }

  /** Leaves the files {@code wanted} (an assertion's input) and {@code key.pem}. */
  private void enrol() throws IOException, InterruptedException {
    makeCredential();
    tools.run(NO_PIN, "fido2-cred", "-V", "-i", "credential", "-o", "public");
    List<String> lines = tools.lines("public");
    tools.file("wanted", List.of(hash(1), RP_ID, lines.getFirst()));
    tools.file("key.pem", lines.subList(1, lines.size()));
  }

  private Ended getAssertion(String pin) throws IOException, InterruptedException {
    return tools.run(
        List.of(pin), "fido2-assert", "-G", "-v", "-i", "wanted", "-o", "assertion", node);
  }

  private Ended verifyAssertion() throws IOException, InterruptedException {
    return tools.run(NO_PIN, "fido2-assert", "-V", "-v", "-i", "assertion", "key.pem", "es256");
  }

  private static List<String> replaceFirst(List<String> lines, String first) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(0, first);
    return changed;
  }

  /** 32 bytes in base64, told apart by their content. */
  private static String hash(int content) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) content);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
