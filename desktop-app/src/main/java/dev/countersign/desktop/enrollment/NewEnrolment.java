package dev.countersign.desktop.enrollment;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The first enrolment of this device. */
public interface NewEnrolment {

  /** Why this device cannot be enrolled, in one sentence; empty when it can. */
  Optional<String> obstacle();

  /**
   * Turns to a gateway, without a word to it yet.
   *
   * @throws IllegalArgumentException with half a sentence, when the address is not usable or safe
   */
  Session at(URI gateway);

  /** The connection to a gateway. */
  interface Session extends AutoCloseable {
    /**
     * Presents a one-time code, with a device key that is made if there is none.
     *
     * @throws IOException when the device key cannot be made or read
     */
    Enroller.Begun begin(String code) throws IOException, InterruptedException;

    /** Notes what was enrolled; from then on this device is enrolled. */
    void keep(EnrolmentPins pins) throws IOException;

    @Override
    void close();
  }
}
