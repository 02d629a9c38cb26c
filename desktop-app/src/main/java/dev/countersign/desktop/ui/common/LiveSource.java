package dev.countersign.desktop.ui.common;

import dev.countersign.desktop.approval.Subscription;

/**
 * Something that a view shows and that changes by itself.
 *
 * @param <T> an immutable snapshot
 */
public interface LiveSource<T> {

  /** The present state. May take time: it is never called on the FX thread. */
  T load();

  /** Calls back, on any thread and without blocking, whenever {@link #load} has news. */
  Subscription onChange(Runnable changed);

  /** A source whose state never changes. */
  static <T> LiveSource<T> fixed(T value) {
    return new LiveSource<>() {
      @Override
      public T load() {
        return value;
      }

      @Override
      public Subscription onChange(Runnable changed) {
        return () -> {};
      }
    };
  }
}
