package dev.countersign.proof.fuzz;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLog;
import dev.countersign.proof.testing.Scenario;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The committed seeds: one valid input and one or two odd ones for each target, all made from the
 * fixture. {@code main} writes them to the folder given; what fuzzing found is added by hand under
 * a name that begins with {@code found-}.
 */
final class FuzzCorpus {
  private FuzzCorpus() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
      Path file = folder.resolve(seed.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, seed.getValue());
    }
  }

  /** File name below the corpus folder, and content. */
  static Map<String, byte[]> seeds() {
    TreeMap<String, byte[]> seeds = new TreeMap<>();
    wire(seeds);
    payloads(seeds);
    log(seeds);
    keys(seeds);
    return seeds;
  }

  private static void wire(Map<String, byte[]> seeds) {
    Scenario.Wire fido = EntryTargets.fido();
    seeds.put(
        "strict-json/seed-all",
        utf8(
            "{\"a\":[1,-9007199254740991,true,false,null,{}],\"\\u00e9\\ud83d\\ude00\":\"x\\n€\"}"));
    seeds.put("base64url/seed", utf8("AAECA_-9"));
    seeds.put("envelope/seed", fido.request().wire());
    seeds.put("proof/seed-fido2", EntryTargets.wire(fido));
    seeds.put("proof/seed-x509", EntryTargets.wire(EntryTargets.card()));
    seeds.put("statement/seed", fido.proof().statement().toArray());
    seeds.put("trust-file/seed", Fixture.trust().bytes());
    seeds.put("examine-proof/seed", EntryTargets.wire(fido));
    seeds.put("examine-request/seed", fido.request().wire());
    seeds.put("examine-card/seed", EntryTargets.wire(EntryTargets.card()));
    seeds.put("authorize-proof/seed", EntryTargets.wire(fido));
    seeds.put("authorize-log/seed", fido.logEvidence().toArray());
  }

  private static void payloads(Map<String, byte[]> seeds) {
    Scenario.Wire fido = EntryTargets.fido();
    Digest other = Fixture.otherDigest();
    seeds.put("approval-request/seed", fido.request().payload().toArray());
    seeds.put("ask/seed", JsonWriter.compact(Fixture.askPayload()));
    seeds.put(
        "attributes/seed", utf8("{\"address\":{\"source\":\"observed\",\"value\":\"10.2.3.4\"}}"));
    seeds.put("session-challenge/seed", Scenario.sessionChallenge(other).payload().toArray());
    seeds.put(
        "receipt/seed",
        JsonWriter.compact(
            new Receipt(
                    Fixture.ISSUER,
                    other,
                    other,
                    7,
                    Decision.APPROVE,
                    Receipt.Assurance.USER_VERIFIED,
                    Fixture.DECIDED_AT,
                    6,
                    TreeHash.of(other.toArray()))
                .json()));
    TokenChangeStatement change =
        new TokenChangeStatement(
            Fixture.ISSUER,
            Fixture.AUDIENCE,
            Fixture.EPOCH,
            other.value(),
            Fixture.EXPIRES_AT,
            Fixture.APPROVER,
            Fixture.DEVICE_JKT,
            new TokenChange.Add(other.value(), "blue key", other),
            Fixture.DECIDED_AT);
    seeds.put("token-change/seed", change.bytes());
    seeds.put(
        "step-up/seed",
        StepUp.seal(
                change.bytes(),
                Fixture.DEVICE_KEY,
                Fixture.TOKEN.assertion(
                    TokenChangeStatement.challenge(change.bytes()), Fixture.AUDIENCE))
            .wire());
    logEvidence(seeds, fido.logEvidence());
  }

  private static void logEvidence(Map<String, byte[]> seeds, Bytes wire) {
    try {
      Envelope envelope = Envelope.parse(wire.toArray(), PayloadType.LOG_EVIDENCE);
      seeds.put("log-evidence/seed", envelope.payload().toArray());
      seeds.put("intent-leaf/seed", LogEvidence.read(envelope).leaf().toArray());
    } catch (RefusedException broken) {
      throw new IllegalStateException("the fixture's log evidence is malformed", broken);
    }
  }

  private static void log(Map<String, byte[]> seeds) {
    MemoryLog log = MemoryLog.of("seed", 7);
    String head = new Checkpoint("countersign.dev/device/seed", 7, log.root(7)).body();
    String line = "\u2014 countersign.dev/device/seed AAAAAAECAwQFBgcICQ==\n";
    seeds.put("checkpoint/seed", utf8(head));
    seeds.put("signed-note/seed", utf8(head + "\n" + line));
    seeds.put(
        "add-checkpoint/seed",
        utf8("old 3\n" + log.root(7).base64() + "\n\n" + head + "\n" + line));
    seeds.put("witness-key/seed", utf8("witness+00000000+BAAA"));
    List<TreeHash> inclusion = log.inclusion(3, 7);
    seeds.put(
        "tree-proof/seed-inclusion", proof(3, 7, log.node(0, 3).get(), log.root(7), inclusion));
    seeds.put(
        "tree-proof/seed-consistency",
        proof(3, 7, log.root(3), log.root(7), log.consistency(3, 7)));
  }

  private static void keys(Map<String, byte[]> seeds) {
    Scenario.Wire fido = EntryTargets.fido();
    X509Evidence card = (X509Evidence) EntryTargets.card().proof().evidence();
    seeds.put("cose-key/seed", Fixture.TOKEN.cose().toArray());
    seeds.put("jwk/seed-p256", JsonWriter.compact(Fixture.DEVICE_KEY.publicKey().jwk()));
    seeds.put("jwk/seed-ed25519", JsonWriter.compact(Fixture.GATEWAY_KEY.publicKey().jwk()));
    seeds.put("signature/seed-p1363", fido.proof().deviceSignature().toArray());
    seeds.put(
        "signature/seed-der",
        Fixture.TOKEN.assertion(Fixture.otherDigest(), Fixture.AUDIENCE).signature().toArray());
    seeds.put("jws/seed", utf8(card.jws().compact()));
    seeds.put("certificate/seed-leaf", CardFixture.CARD.chain().getFirst().der().toArray());
    seeds.put("certificate/seed-root", CardFixture.ROOT.certificate().der().toArray());
    seeds.put("crl/seed", CardFixture.ISSUING.crl().der().toArray());
    seeds.put(
        "ocsp/seed", CardFixture.ISSUING.ocsp(CardFixture.CARD.chain().getFirst()).der().toArray());
  }

  private static byte[] proof(
      long first, long second, TreeHash one, TreeHash two, List<TreeHash> path) {
    ByteBuffer out = ByteBuffer.allocate(16 + TreeHash.LENGTH * (2 + path.size()));
    out.putLong(first).putLong(second).put(one.bytes()).put(two.bytes());
    path.forEach(hash -> out.put(hash.bytes()));
    return out.array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
