package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.RegistrationRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Whatever a key sends: an outcome by the deadline, never an exception. Seeded, so that a failure
 * comes again; bounded by time, so that it says how far it came.
 */
class TokenFuzzTest {

  private static final long SEED = 20261127;
  private static final Duration BUDGET = Duration.ofSeconds(8);
  private static final Duration DEADLINE = Duration.ofMillis(100);

  /** However slow the machine is. */
  private static final int LEAST_CONTENT = 51;

  private static final int LEAST_REPORTS = 31;

  /** The bridge gives up two seconds after a deadline; this is more, for a machine that is busy. */
  private static final Duration HANGS = Duration.ofSeconds(20);

  private final Random random = new Random(SEED);

  @Test
  @DisplayName("answers of well-formed CBOR with any content end every operation with an outcome")
  void anyContent() throws Exception {
    try (DemoDesk desk = new DemoDesk()) {
      int rounds = 0;
      for (long end = end(); rounds < LEAST_CONTENT || System.nanoTime() < end; rounds++) {
        prepare(desk);
        DemoFaultScript script = DemoFaultScript.empty();
        for (int command = 1; command <= 6; command++) {
          if (command == 1 ? random.nextInt(4) == 0 : random.nextInt(2) == 0) {
            script.andAt(command, new ScriptedFault.Replace(answer()));
          }
        }
        desk.key.script(script);
        requireOutcome(desk.token(), rounds);
      }
      System.out.println("fuzz: content, seed " + SEED + ", operations " + rounds);
    }
  }

  @Test
  @DisplayName("reports of any bytes end every operation with an outcome")
  void anyReport() throws Exception {
    AtomicInteger reports = new AtomicInteger();
    AtomicInteger faulty = new AtomicInteger();
    Function<byte[], List<byte[]>> mutate =
        report -> reports.getAndIncrement() == faulty.get() ? mutated(report) : List.of(report);
    try (DemoDesk desk = new DemoDesk(source -> new TamperedSource(source, mutate))) {
      int rounds = 0;
      for (long end = end(); rounds < LEAST_REPORTS || System.nanoTime() < end; rounds++) {
        prepare(desk);
        reports.set(0);
        faulty.set(random.nextInt(14));
        requireOutcome(desk.token(), rounds);
      }
      System.out.println("fuzz: reports, seed " + SEED + ", operations " + rounds);
    }
  }

  private static long end() {
    return System.nanoTime() + BUDGET.toNanos();
  }

  private static void prepare(DemoDesk desk) {
    desk.key.presetPin(RIGHT_PIN.toCharArray());
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    desk.key.script(DemoFaultScript.empty());
  }

  private void requireOutcome(Token token, int round) throws Exception {
    TokenOperation<?> operation = operation(token);
    Object outcome = operation.result().get(HANGS.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(outcome).as("round %d of seed %d", round, SEED).isNotNull();
  }

  private TokenOperation<?> operation(Token token) {
    return switch (random.nextInt(5)) {
      case 0 -> token.describe(DEADLINE);
      case 1 ->
          token.changePin(
              new PinChange(DemoDesk.pin(RIGHT_PIN), Pin.takeOver("4711".toCharArray()), DEADLINE));
      case 2 -> token.awaitTouch(DEADLINE, any -> {});
      case 3 ->
          token.register(
              new RegistrationRequest(
                  DemoDesk.RP_ID,
                  "Approvals",
                  new RegistrationRequest.User(Bytes.of(new byte[] {7}), "kim", "Kim"),
                  false,
                  DemoDesk.CLIENT_DATA,
                  List.of(),
                  DemoDesk.pin(RIGHT_PIN),
                  DEADLINE),
              any -> {});
      default ->
          token.sign(
              DemoDesk.request(
                  random.nextBoolean() ? DemoDesk.pin(RIGHT_PIN) : Optional.empty(),
                  DEADLINE,
                  Bytes.of(new byte[32])),
              any -> {});
    };
  }

  /** Another report, none, several, or the same with some bytes changed. */
  private List<byte[]> mutated(byte[] report) {
    byte[] any = new byte[report.length];
    random.nextBytes(any);
    return switch (random.nextInt(5)) {
      case 0 -> List.of();
      case 1 -> List.of(any, report);
      case 2 -> {
        System.arraycopy(report, 0, any, 0, 5); // own channel and command
        yield List.of(any);
      }
      case 3 -> List.of(report, report);
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          report[4 + random.nextInt(report.length - 4)] = (byte) random.nextInt();
        }
        yield List.of(report);
      }
    };
  }

  /** Success and a map with the small keys that CTAP uses, or any other status. */
  private Bytes answer() {
    if (random.nextInt(6) == 0) {
      return Bytes.of(new byte[] {(byte) random.nextInt()});
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      map.put(random.nextInt(24), value(0));
    }
    byte[] cbor = CborEncoder.encode(random.nextInt(8) == 0 ? value(0) : map);
    return Bytes.of(Concatenation.of(new byte[1], cbor));
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 2 ? 5 : 8)) {
      case 0 -> random.nextLong() >>> random.nextInt(64);
      case 1 -> -random.nextInt(100);
      case 2 -> random.nextBoolean();
      case 3 -> {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case 4 ->
          List.of("id", "type", "public-key", "FIDO_2_1", "packed", "up", "rk", "")
              .get(random.nextInt(8));
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth + 1));
        }
        yield list;
      }
      default -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(
              random.nextBoolean()
                  ? (Object) (random.nextInt(8) - 4)
                  : List.of("clientPin", "uv", "pinUvAuthToken", "id", "alg")
                      .get(random.nextInt(5)),
              value(depth + 1));
        }
        yield map;
      }
    };
  }
}
