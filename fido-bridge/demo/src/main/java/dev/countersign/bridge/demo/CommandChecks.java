package dev.countersign.bridge.demo;

import java.util.List;

/** Checks that several commands make of their parameters. */
final class CommandChecks {

  /** maxCredentialCountInList, as getInfo states it. */
  static final int MOST_IDS = 16;

  private static final int CLIENT_DATA_HASH = 32;

  private CommandChecks() {}

  static byte[] clientDataHash(CtapParameters parameters, int key) throws CtapErrorException {
    byte[] hash = parameters.required(key, byte[].class);
    if (hash.length != CLIENT_DATA_HASH) {
      throw new CtapErrorException(CtapErrorException.INVALID_LENGTH);
    }
    return hash;
  }

  static List<?> idList(CtapParameters parameters, int key) throws CtapErrorException {
    List<?> ids = parameters.list(key);
    if (ids.size() > MOST_IDS) {
      throw new CtapErrorException(CtapErrorException.LIMIT_EXCEEDED);
    }
    return ids;
  }
}
