package dev.countersign.desktop.approval;

/**
 * How a card is named on screen. All but the name is text from outside.
 *
 * @param name what its owner calls it
 * @param subject whom its certificate names (RFC 2253)
 * @param module the PKCS#11 module it is behind
 * @param reader what the module says of the slot; may be empty
 */
public record CardShown(String name, String subject, String module, String reader) {}
