package dev.countersign.bridge.demo;

/** Which finger is on the sensor of a demo key when it is touched for its owner's verification. */
public enum DemoFinger {
  /** One that is enrolled. */
  RIGHT,
  /** One that is not. */
  WRONG
}
