package dev.countersign.desktop.audit;

import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import java.util.List;
import java.util.Optional;

/** Reads checkpoints and checks their signatures as far as keys are known. */
final class CheckpointCheck {
  private final VerifierKeys keys;

  CheckpointCheck(VerifierKeys keys) {
    this.keys = keys;
  }

  /** A checkpoint, or why it is none that can be relied on. */
  sealed interface Result {
    record Good(Checkpoint checkpoint) implements Result {}

    record Bad(String clause) implements Result {}
  }

  /** One that the log itself stores: signed by the device. */
  Result stored(byte[] note) {
    return read(note, keys.device().stream().toList());
  }

  /** One from outside: signed by the device and by every witness. */
  Result outside(byte[] note) {
    return read(note, keys.all());
  }

  private Result read(byte[] note, List<NoteVerifier> required) {
    return switch (SignedCheckpoint.parse(note)) {
      case Parse.Malformed<SignedCheckpoint>(String reason) -> new Result.Bad(reason);
      case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint signed) -> {
        if (signed.checkpoint().size() == 0) {
          yield new Result.Bad("it covers no entry");
        }
        yield required.stream()
            .flatMap(key -> signatureFault(signed, key).stream())
            .findFirst()
            .<Result>map(Result.Bad::new)
            .orElseGet(() -> new Result.Good(signed.checkpoint()));
      }
    };
  }

  private Optional<String> signatureFault(SignedCheckpoint signed, NoteVerifier required) {
    return switch (signed.check(keys.all())) {
      case NoteCheck.Signed by when by.includes(required) -> Optional.empty();
      case NoteCheck.Signed by -> Optional.of("it is not signed by " + required.name());
      case NoteCheck.NoKnownKey() -> Optional.of("it is not signed by " + required.name());
      case NoteCheck.BadSignature(String name) ->
          Optional.of("the signature of " + name + " does not verify");
    };
  }
}
