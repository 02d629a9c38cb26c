package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHash;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The log head inside the signed statement of a recorded proof: each touch of the token vouched for
 * the tree up to there.
 */
record SignedHead(String origin, long size, TreeHash root, long intentIndex) {

  /**
   * What contradicts the tree, as a clause; empty if nothing does or the outcome carries no proof.
   *
   * @param size entries up to and with the outcome
   * @param roots the recomputed root at a smaller size
   */
  static Optional<String> fault(
      Ended ended, Genesis genesis, long size, LongFunction<TreeHash> roots) {
    return proof(ended)
        .flatMap(SignedHead::of)
        .flatMap(head -> head.contradiction(ended, genesis, size, roots));
  }

  private static Optional<Bytes> proof(Ended ended) {
    return switch (ended.outcome()) {
      case DecisionOutcome.Accepted(Bytes proof, Bytes receipt) -> Optional.of(proof);
      case DecisionOutcome.Refused(String code, Bytes proof) -> Optional.of(proof);
      case DecisionOutcome.Cancelled() -> Optional.empty();
      case DecisionOutcome.TimedOut() -> Optional.empty();
      case DecisionOutcome.TokenFailed(String code) -> Optional.empty();
      case DecisionOutcome.Counted _, DecisionOutcome.NotCounted() -> Optional.empty();
      case DecisionOutcome.Unknown() -> Optional.empty();
    };
  }

  /**
   * The head, if these bytes are a proof that carries one. Whether the proof itself is good is not
   * this verifier's question.
   */
  static Optional<SignedHead> of(Bytes proof) {
    try {
      ObjectReader wrapper = reader(proof);
      ObjectReader log = reader(wrapper.bytes("d")).reader("log");
      Optional<TreeHash> root = TreeHash.fromBase64Url(log.string("root"));
      String origin = log.string("origin");
      long size = log.unsigned("size");
      long intent = log.unsigned("intent_index");
      return root.map(hash -> new SignedHead(origin, size, hash, intent));
    } catch (RefusedException noHead) {
      return Optional.empty();
    }
  }

  private static ObjectReader reader(Bytes json) throws RefusedException {
    return new ObjectReader(
        StrictJson.parseObject(json.toArray(), EntryReader.MAX_BYTES),
        "proof",
        RefusalCode.MALFORMED_JSON);
  }

  private Optional<String> contradiction(
      Ended ended, Genesis genesis, long logSize, LongFunction<TreeHash> roots) {
    if (!genesis.origin().equals(origin)) {
      return Optional.of("holds a statement about another log");
    }
    if (size == 0 || size >= logSize || intentIndex >= size || intentIndex != ended.intentIndex()) {
      return Optional.of("holds a statement that names another place in the log");
    }
    try {
      return roots.apply(size).equals(root)
          ? Optional.empty()
          : Optional.of("holds a statement whose log head is not the root at size " + size);
    } catch (MissingNodeException incomplete) {
      return Optional.of("holds a statement whose log head cannot be recomputed");
    }
  }
}
