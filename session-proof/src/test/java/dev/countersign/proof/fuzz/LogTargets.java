package dev.countersign.proof.fuzz;

import static dev.countersign.proof.fuzz.FuzzTarget.require;
import static dev.countersign.proof.fuzz.FuzzTarget.same;

import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.Parse.Parsed;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.SignedNote;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeVerifier;
import dev.countersign.proof.log.WitnessKeyText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The log's own formats, which answer with a value, and proofs from a prover that may lie. */
final class LogTargets {
  private LogTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("signed-note", LogTargets::note),
        FuzzTarget.of("checkpoint", LogTargets::checkpoint),
        FuzzTarget.of("witness-key", LogTargets::witnessKey),
        FuzzTarget.of("tree-proof", LogTargets::treeProof),
        FuzzTarget.of("add-checkpoint", LogTargets::addCheckpoint));
  }

  private static void note(byte[] input) {
    if (SignedNote.parse(input) instanceof Parsed<SignedNote>(SignedNote note)) {
      same(input, note.toBytes(), "the note");
    }
    if (SignedCheckpoint.parse(input) instanceof Parsed<SignedCheckpoint>(SignedCheckpoint each)) {
      same(input, each.toBytes(), "the signed checkpoint");
    }
  }

  private static void checkpoint(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    if (Checkpoint.parse(text) instanceof Parsed<Checkpoint>(Checkpoint checkpoint)) {
      same(text, checkpoint.body(), "the checkpoint");
    }
  }

  private static void addCheckpoint(byte[] input) {
    if (AddCheckpoint.parse(input) instanceof Parsed<AddCheckpoint>(AddCheckpoint added)) {
      same(input, added.toBytes(), "the body");
    }
  }

  private static void witnessKey(byte[] input) {
    // Never throws; what a key means is tested beside it.
    require(
        WitnessKeyText.parse(new String(input, StandardCharsets.UTF_8)) != null,
        "no answer at all");
    require(
        LogKeyText.parse(new String(input, StandardCharsets.UTF_8)) != null, "no answer at all");
  }

  /**
   * Two numbers and hashes. A path that holds for one root holds for no other, and with a hash more
   * or less it holds no longer.
   */
  private static void treeProof(byte[] input) {
    if (input.length < 16 + 3 * TreeHash.LENGTH) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(input);
    long first = in.getLong();
    long second = in.getLong();
    List<TreeHash> hashes = new ArrayList<>();
    while (in.remaining() >= TreeHash.LENGTH) {
      byte[] hash = new byte[TreeHash.LENGTH];
      in.get(hash);
      hashes.add(TreeHash.of(hash));
    }
    TreeHash one = hashes.removeFirst();
    TreeHash two = hashes.removeFirst();
    InclusionProof inclusion = new InclusionProof(first, second, hashes);
    ConsistencyProof consistency = new ConsistencyProof(first, second, hashes);
    List<TreeHash> shorter = hashes.subList(0, hashes.size() - 1);
    if (TreeVerifier.inclusion(inclusion, one, two).holds()) {
      require(
          !TreeVerifier.inclusion(new InclusionProof(first, second, shorter), one, two).holds(),
          "a leaf is included with a shorter path");
      require(
          one.equals(two) || !TreeVerifier.inclusion(inclusion, one, one).holds(),
          "a leaf is included under two roots");
    }
    if (TreeVerifier.consistency(consistency, one, two).holds()) {
      require(
          !TreeVerifier.consistency(new ConsistencyProof(first, second, shorter), one, two).holds(),
          "a tree is a prefix with a shorter path");
      require(
          one.equals(two) || !TreeVerifier.consistency(consistency, one, one).holds(),
          "a tree is a prefix of two");
    }
  }
}
