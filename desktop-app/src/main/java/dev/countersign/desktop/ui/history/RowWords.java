package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.common.Icon;
import javafx.scene.layout.Region;

/**
 * A row in words.
 *
 * @param id of the row on screen
 * @param word in one word what came of it or what it is
 * @param sentence may hold texts from outside
 */
record RowWords(String id, Region icon, String word, String sentence) {
  private static final String WARN = "warn-icon";

  static RowWords of(HistoryRow row) {
    return switch (row) {
      case HistoryRow.Decision decision ->
          new RowWords(
              decision.requestId().isEmpty() ? "entry-" + row.entry() : decision.requestId(),
              icon(decision),
              word(decision),
              sentence(decision));
      case HistoryRow.Event event ->
          new RowWords(
              "entry-" + row.entry(), icon(event.type()), word(event.type()), event.sentence());
    };
  }

  private static Region icon(HistoryRow.Decision row) {
    if (!row.outcome().equals("accepted") && !row.outcome().equals("counted")) {
      return Icon.INFO.node(WARN);
    }
    return row.decision().equals("approve")
        ? Icon.DONE.node("ok-icon")
        : Icon.FAILED.node("danger-icon");
  }

  /** What came of it, not what was wanted. */
  private static String word(HistoryRow.Decision row) {
    return switch (row.outcome()) {
      case "accepted", "counted" -> row.decision().equals("approve") ? "Approved" : "Denied";
      case "refused" -> "Refused";
      case "open", "unknown" -> "Outcome unknown";
      default -> "Not sent";
    };
  }

  private static String sentence(HistoryRow.Decision row) {
    return row.requester().isEmpty()
        ? "A request whose text the log does not hold (entry " + row.entry() + ")"
        : row.requester() + " asks for " + row.action();
  }

  private static Region icon(String type) {
    return switch (type) {
      case "witness_alarm" -> Icon.CRITICAL.node("danger-icon");
      case "recovery", "feed_loss", "unreadable", "outcome" -> Icon.INFO.node(WARN);
      default -> Icon.INFO.node();
    };
  }

  private static String word(String type) {
    return switch (type) {
      case "genesis" -> "Beginning";
      case "start" -> "Opened";
      case "stop" -> "Closed";
      case "recovery" -> "After a crash";
      case "enrolment" -> "Enrolment";
      case "token_event" -> "Token";
      case "settings" -> "Setting";
      case "feed_loss" -> "Connection";
      case "export" -> "Export";
      case "witness_alarm" -> "Alarm";
      case "log_head" -> "Log head";
      default -> "Out of place";
    };
  }
}
