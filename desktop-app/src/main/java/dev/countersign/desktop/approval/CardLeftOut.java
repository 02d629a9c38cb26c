package dev.countersign.desktop.approval;

/**
 * An attached card that cannot sign a decision.
 *
 * @param reason one or two sentences, ours
 */
public record CardLeftOut(CardShown card, String reason) {}
