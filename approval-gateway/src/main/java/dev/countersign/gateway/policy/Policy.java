package dev.countersign.gateway.policy;

/** One policy document. */
public final class Policy {
  private Policy() {}

  /** The document that ships with the gateway. */
  public static Policy builtIn() {
    return new Policy();
  }
}
