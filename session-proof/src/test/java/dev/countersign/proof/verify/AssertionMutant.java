package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.PeerCase;
import dev.countersign.proof.testing.SoftwareToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * The fixture's assertion and wrong ones: some damaged after signing, some correctly signed over
 * wrong content. The same list for every run.
 *
 * @param about what is wrong, or that nothing is
 */
record AssertionMutant(String about, WebAuthnEvidence evidence) {
  /** The challenge that all of them should be over. */
  static final Digest CHALLENGE =
      DecisionStatement.challenge(Fixture.approval().build().proof().statement().toArray());

  static final long SEED = 20_261_122;

  /** The assertion that is right. */
  static WebAuthnEvidence honest() {
    return Fixture.TOKEN.assertion(CHALLENGE, Fixture.AUDIENCE);
  }

  /** Wrong in ways that every WebAuthn verifier must refuse. */
  static List<AssertionMutant> wrongForEveryone() {
    return List.of(
        signed("no touch", d -> flags(d, 0x04), UnaryOperator.identity()),
        signed("no PIN", d -> flags(d, 0x01), UnaryOperator.identity()),
        signed("no flags", d -> flags(d, 0x00), UnaryOperator.identity()),
        signed("another RP ID", d -> with(d, 0, d.at(0) ^ 1), UnaryOperator.identity()),
        signed("another origin", UnaryOperator.identity(), t -> t.replace("//a", "//b")),
        signed("https origin", UnaryOperator.identity(), t -> t.replace("countersign:", "https:")),
        signed("enrolment", UnaryOperator.identity(), t -> t.replace(".get", ".create")),
        new AssertionMutant(
            "another challenge", Fixture.TOKEN.assertion(Fixture.otherDigest(), Fixture.AUDIENCE)),
        new AssertionMutant("another key", strangerOver(honest())),
        damaged("authenticator data", honest(), 0, 36, 1),
        damaged("client data", honest(), 1, 20, 1),
        damaged("signature", honest(), 2, 12, 1));
  }

  /** The right one first, then those wrong for everyone, then random ones. */
  static List<AssertionMutant> batch(int randomOnes) {
    List<AssertionMutant> batch = new ArrayList<>();
    batch.add(new AssertionMutant("nothing is wrong", honest()));
    batch.addAll(wrongForEveryone());
    Random random = new Random(SEED);
    for (int i = 0; i < randomOnes; i++) {
      batch.add(random(random));
    }
    return batch;
  }

  private static AssertionMutant random(Random random) {
    WebAuthnEvidence honest = honest();
    return switch (random.nextInt(8)) {
      case 0 -> damaged("authenticator data", honest, 0, random.nextInt(37), mask(random));
      case 1 ->
          damaged(
              "client data",
              honest,
              1,
              random.nextInt(honest.clientDataJson().size()),
              mask(random));
      case 2, 3 ->
          damaged("signature", honest, 2, random.nextInt(honest.signature().size()), mask(random));
      case 4 -> {
        int flags = random.nextInt(256);
        yield signed("flags " + flags, d -> flags(d, flags), UnaryOperator.identity());
      }
      case 5 -> {
        int length = 1 + random.nextInt(79);
        yield signed(
            "authenticator data of " + length + " bytes",
            d -> Bytes.of(Arrays.copyOf(d.toArray(), length)),
            UnaryOperator.identity());
      }
      case 6 -> {
        int counter = random.nextInt();
        yield signed(
            "counter " + counter,
            d -> with(with(d, 33, counter >>> 24), 36, counter),
            UnaryOperator.identity());
      }
      default -> {
        int at = random.nextInt(honest.clientDataJson().size());
        char other = (char) (0x20 + random.nextInt(0x5f));
        yield signed(
            "client data with " + other + " at " + at,
            UnaryOperator.identity(),
            t -> t.substring(0, at) + other + t.substring(at + 1));
      }
    };
  }

  private static int mask(Random random) {
    return 1 << random.nextInt(8);
  }

  private static AssertionMutant signed(
      String about, UnaryOperator<Bytes> data, UnaryOperator<String> client) {
    return new AssertionMutant(
        about,
        Fixture.TOKEN.assertion(
            CHALLENGE,
            Fixture.AUDIENCE,
            data,
            c -> Bytes.utf8(client.apply(new String(c.toArray(), StandardCharsets.UTF_8)))));
  }

  private static AssertionMutant damaged(
      String what, WebAuthnEvidence good, int part, int at, int mask) {
    return new AssertionMutant(
        what + " damaged at " + at + " by " + mask,
        new WebAuthnEvidence(
            good.credentialId(),
            part == 0 ? flip(good.authenticatorData(), at, mask) : good.authenticatorData(),
            part == 1 ? flip(good.clientDataJson(), at, mask) : good.clientDataJson(),
            part == 2 ? flip(good.signature(), at, mask) : good.signature()));
  }

  private static WebAuthnEvidence strangerOver(WebAuthnEvidence honest) {
    WebAuthnEvidence theirs =
        SoftwareToken.named("stranger").assertion(CHALLENGE, Fixture.AUDIENCE);
    return new WebAuthnEvidence(
        honest.credentialId(),
        theirs.authenticatorData(),
        theirs.clientDataJson(),
        theirs.signature());
  }

  private static Bytes flip(Bytes bytes, int at, int mask) {
    return with(bytes, at, bytes.at(at) ^ mask);
  }

  private static Bytes flags(Bytes data, int flags) {
    return with(data, 32, flags);
  }

  private static Bytes with(Bytes bytes, int at, int value) {
    byte[] changed = bytes.toArray();
    changed[at] = (byte) value;
    return Bytes.of(changed);
  }

  /** The same for an independent verifier. */
  PeerCase peerCase() {
    return new PeerCase(CHALLENGE, Fixture.AUDIENCE, Fixture.TOKEN.cose(), evidence);
  }

  /** Whether our own step 11 accepts it. */
  boolean acceptedByUs() {
    try {
      Assertion.verify(evidence, CHALLENGE, Fixture.AUDIENCE, Fixture.TOKEN.key().publicKey());
      return true;
    } catch (dev.countersign.proof.RefusedException refused) {
      return false;
    }
  }

  @Override
  public String toString() {
    return about;
  }
}
