package dev.countersign.desktop.audit;

/** Told how far a verification is; called from several threads, must not block. */
@FunctionalInterface
public interface Progress {
  /** For callers that do not ask. */
  Progress NONE = (done, total) -> {};

  /**
   * @param done entries checked so far; grows, but two calls may come out of order
   * @param total entries there are
   */
  void checked(long done, long total);
}
