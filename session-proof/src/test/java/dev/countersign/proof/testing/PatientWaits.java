package dev.countersign.proof.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long {@code await()} waits in every test of every module, unless a test says otherwise: a
 * wait ends when what it waits for is there, so a long one costs nothing on a machine that is fast,
 * and one that is short makes a slow machine fail.
 */
public final class PatientWaits implements BeforeAllCallback {
  /** Starting processes takes seconds each, and some machines run several builds at once. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
