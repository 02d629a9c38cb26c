package dev.countersign.bridge.demo.kernel;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.fido.hid.HidTokens;
import dev.countersign.proof.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What runs inside the emulated machine: software keys behind its real kernel's uhid, and
 * hid4java's native code against the hidraw devices that this makes. Prints a line for each step
 * that held, and {@link #PASSED} last; anything else that it prints last is why not.
 */
final class UhidGuest {

  static final String STEP = "UHID-STEP ";
  static final String PASSED = "UHID-PASSED";

  private static final Duration PLENTY = Duration.ofSeconds(120);
  private static final String RP_ID = "approvals.example.com";
  private static final int ASSERTIONS = 20;
  private static final int REPLUGS = 10;
  private static final String FIDO2_TOKEN = "/usr/bin/fido2-token";

  private final DemoKeySet set = DemoKeySet.create(Clock.systemUTC());
  private final DemoKey blue = key("blue");
  private final DemoKey red = key("red");
  private final TokenWatcher watcher = HidTokens.watch();

  private UhidGuest() {}

  public static void main(String[] arguments) throws Exception {
    new UhidGuest().run();
    System.out.println(PASSED);
  }

  private void run() throws Exception {
    require(watcher.tokens().isEmpty(), "no key is there before one is plugged in");
    ReportPump pump = plug(blue);
    awaitNames(blue);
    require(
        watcher.trouble().isEmpty(), "a plugged key is listed by its own name, without trouble");

    Bytes credential = registered();
    step("it makes a credential");
    for (int i = 0; i < ASSERTIONS; i++) {
      check(sign(only(), credential) instanceof SignOutcome.Signed, "it signs");
    }
    step(ASSERTIONS + " assertions");
    askLibfido2();
    cancel(credential);
    pump = pullOutAtTouch(pump, credential);
    twoKeys(credential);
    pump.stop();
    blue.unplug();
    awaitNames();
    plugAgainAndAgain();
    watcher.close();
  }

  /** An independent client finds the same device on the same kernel. */
  private static void askLibfido2() throws IOException, InterruptedException {
    String listed = output(FIDO2_TOKEN, "-L");
    require(listed.startsWith("/dev/hidraw"), "fido2-token -L lists it: " + listed);
    String told = output(FIDO2_TOKEN, "-I", listed.substring(0, listed.indexOf(':')));
    require(told.contains("FIDO_2_1") && told.contains("clientPin"), "fido2-token -I reads it");
  }

  private void cancel(Bytes credential) {
    blue.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    TokenOperation<SignOutcome> operation = start(only(), credential);
    await(blue::waitsForTouch);
    operation.cancel();
    require(finish(operation) instanceof TokenFailure.Cancelled, "a cancel ends the operation");
    await(() -> blue.cancelsReceived() == 1);
    step("the key was told of the cancel");
  }

  private ReportPump pullOutAtTouch(ReportPump pump, Bytes credential) {
    Token before = only();
    TokenOperation<SignOutcome> operation = start(before, credential);
    await(blue::waitsForTouch);
    pump.stop();
    blue.unplug();
    require(finish(operation) instanceof TokenFailure.Removed, "a key pulled out at the touch");
    awaitNames();

    blue.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    ReportPump again = plug(blue);
    awaitNames(blue);
    require(sign(only(), credential) instanceof SignOutcome.Signed, "plugged in again it signs");
    require(
        sign(before, credential) instanceof TokenFailure.Removed,
        "what was listed before it was pulled out stays gone");
    return again;
  }

  private void twoKeys(Bytes credential) {
    ReportPump other = plug(red);
    awaitNames(blue, red);
    Token stranger =
        watcher.tokens().stream()
            .filter(each -> each.info().name().equals(red.name()))
            .findFirst()
            .orElseThrow();
    require(
        sign(stranger, credential) instanceof SignOutcome.NotThisKey,
        "of two keys, the wrong one says so");
    other.stop();
    red.unplug();
    awaitNames(blue);
  }

  private void plugAgainAndAgain() {
    int handles = openHandles();
    for (int i = 0; i < REPLUGS; i++) {
      ReportPump pump = plug(blue);
      awaitNames(blue);
      pump.stop();
      blue.unplug();
      awaitNames();
    }
    await(() -> openHandles() <= handles);
    step(REPLUGS + " plugs leave no handle behind");
  }

  private ReportPump plug(DemoKey key) {
    key.plug();
    ReportPump pump = new ReportPump(new UhidEnd(key.name()), MockedKernel.device(set, key));
    pump.start();
    return pump;
  }

  private DemoKey key(String label) {
    DemoKey key = set.addKey(label);
    key.presetPin("1234".toCharArray());
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    return key;
  }

  private Token only() {
    List<Token> tokens = watcher.tokens();
    check(tokens.size() == 1, "one key is there");
    return tokens.getFirst();
  }

  private void awaitNames(DemoKey... keys) {
    Set<String> names = List.of(keys).stream().map(DemoKey::name).collect(Collectors.toSet());
    await(() -> {
      List<Token> tokens = watcher.tokens();
      return tokens.size() == names.size()
          && tokens.stream().map(each -> each.info().name()).allMatch(names::contains);
    });
  }

  private Bytes registered() {
    RegistrationRequest request =
        new RegistrationRequest(
            RP_ID,
            "Approvals",
            new RegistrationRequest.User(Bytes.utf8("kim"), "kim", "Kim Example"),
            false,
            Bytes.utf8("{}"),
            List.of(),
            pin(),
            PLENTY);
    return switch (finish(only().register(request, any -> {}))) {
      case RegistrationOutcome.Registered made -> made.credentialId();
      case RegistrationOutcome other -> throw new AssertionError(other);
    };
  }

  private static SignOutcome sign(Token token, Bytes credential) {
    return finish(start(token, credential));
  }

  private static TokenOperation<SignOutcome> start(Token token, Bytes credential) {
    return token.sign(
        new SignRequest(RP_ID, Bytes.utf8("{}"), List.of(credential), pin(), PLENTY), any -> {});
  }

  private static Optional<Pin> pin() {
    return Optional.of(Pin.takeOver("1234".toCharArray()));
  }

  private static <T> T finish(TokenOperation<T> operation) {
    return operation.result().orTimeout(2 * PLENTY.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static int openHandles() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PLENTY.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + List.of(command));
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + PLENTY.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - giveUp > 0) {
        throw new AssertionError("waited in vain");
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private static void require(boolean holds, String what) {
    check(holds, what);
    step(what);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }

  private static void step(String what) {
    System.out.println(STEP + what.strip());
  }
}
