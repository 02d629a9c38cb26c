package dev.countersign.desktop.approval;

/**
 * How a card is named on screen. All but the name of an enrolled card is text from outside.
 *
 * @param name what its owner calls it; what it calls itself when it is not enrolled
 * @param subject whom its certificate names (RFC 2253); empty when it was not read
 * @param module the PKCS#11 module it is behind
 * @param reader what the module says of the slot; may be empty
 */
public record CardShown(String name, String subject, String module, String reader) {}
