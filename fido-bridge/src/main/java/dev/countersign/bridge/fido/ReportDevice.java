package dev.countersign.bridge.fido;

import dev.countersign.bridge.TokenInfo;

/** A FIDO device that is attached and can be opened. */
public interface ReportDevice {

  /**
   * What is known of it without opening it. Its id is the device's identity from one listing to the
   * next.
   */
  TokenInfo info();

  /**
   * Opens a connection of its own.
   *
   * @throws ChannelRefusedException when it cannot be opened, with the reason
   */
  ReportChannel open() throws ChannelRefusedException;
}
