package dev.countersign.bridge;

/**
 * Where a card is. Both are text from outside.
 *
 * @param module the name of its PKCS#11 module
 * @param reader what the module says of the slot, usually the reader's name; may be empty
 */
public record CardPlace(String module, String reader) {}
