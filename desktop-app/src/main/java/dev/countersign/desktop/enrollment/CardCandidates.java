package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.CardCertificate.PinUse;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Certificates of attached cards, of which one is to be enrolled. */
public record CardCandidates(List<CardCandidate> all) {
  /** Fewer digits name nothing, so that nobody names a certificate by accident. */
  public static final int FEWEST_DIGITS = 4;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{" + FEWEST_DIGITS + ",64}");

  public CardCandidates {
    all = List.copyOf(all);
  }

  /** The only suitable one; a choice of several is the owner's. */
  public CardPick only() {
    List<CardCandidate> suitable = once(all.stream().filter(CardCandidate::isSuitable).toList());
    return switch (suitable.size()) {
      case 0 -> new CardPick.NoneSuitable(once(all));
      case 1 -> new CardPick.Picked(suitable.getFirst());
      default -> new CardPick.Several(suitable);
    };
  }

  /**
   * The one that is named.
   *
   * @param start of its SHA-256 in hexadecimal, any case, with or without colons; {@link
   *     #FEWEST_DIGITS} digits at least
   */
  public CardPick named(String start) {
    String digits = start.replace(":", "").toLowerCase(Locale.ROOT);
    if (!HEX.matcher(digits).matches()) {
      return new CardPick.NotAThumbprint();
    }
    List<CardCandidate> named =
        once(all.stream().filter(each -> each.thumbprint().startsWith(digits)).toList());
    return switch (named.size()) {
      case 0 -> new CardPick.NoSuch();
      case 1 -> picked(named.getFirst());
      default -> new CardPick.Ambiguous(named);
    };
  }

  private static CardPick picked(CardCandidate named) {
    return named
        .unsuitable()
        .<CardPick>map(reason -> new CardPick.NotSuitable(named, reason))
        .orElseGet(() -> new CardPick.Picked(named));
  }

  /**
   * Each certificate once: two modules may show one card twice, and one card may have several
   * slots. Best is a place where it can be used, and where its key was seen.
   */
  private static List<CardCandidate> once(List<CardCandidate> some) {
    Comparator<CardCandidate> best =
        Comparator.<CardCandidate, Boolean>comparing(each -> !each.isSuitable())
            .thenComparing(each -> each.certificate().pinUse() == PinUse.UNKNOWN);
    Map<String, CardCandidate> found = new LinkedHashMap<>();
    for (CardCandidate each : some) {
      found.merge(
          each.thumbprint(), each, (one, other) -> best.compare(other, one) < 0 ? other : one);
    }
    return List.copyOf(found.values());
  }
}
