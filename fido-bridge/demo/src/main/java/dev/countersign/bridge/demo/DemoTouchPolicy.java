package dev.countersign.bridge.demo;

/** Who touches a demo key. */
public enum DemoTouchPolicy {
  /** Nobody needs to: it counts itself as touched as soon as it waits. */
  AUTOMATIC,
  /** Whoever calls {@link DemoKey#touch()} or {@link DemoKey#deny()} while it waits. */
  WHEN_PRESSED,
  /** Its owner says no. */
  DENY
}
