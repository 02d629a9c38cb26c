package dev.countersign.desktop.approval;

/** Ends a listener's subscription; closing it twice does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
