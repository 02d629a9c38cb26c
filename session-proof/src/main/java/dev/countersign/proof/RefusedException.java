package dev.countersign.proof;

import java.io.Serial;

/**
 * Input was refused. It carries the stable code for programs and one sentence for people; the
 * sentence never repeats secret or unbounded input.
 */
public final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final RefusalCode code;

  public RefusedException(RefusalCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public RefusedException(RefusalCode code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public RefusalCode code() {
    return code;
  }

  /** The same refusal under the code of the step that met it. */
  public RefusedException as(RefusalCode other) {
    return new RefusedException(other, String.valueOf(getMessage()), this);
  }
}
