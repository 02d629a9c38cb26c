package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.OptionalLong;
import javafx.scene.layout.HBox;

/** How far one story can be relied on, in words. */
final class StandingNotice {
  private StandingNotice() {}

  static HBox of(EntryStanding standing, AuditState audit) {
    HBox notice = words(standing, audit);
    notice.setId("story-standing");
    return notice;
  }

  private static HBox words(EntryStanding standing, AuditState audit) {
    if (!standing.inTree()) {
      return Ui.notice(
          "failure",
          Icon.FAILED,
          Ui.words(
              "This is not what was written: it does not fit the log's tree. Do not rely on it.",
              "strong"));
    }
    return switch (audit) {
      case AuditState.Broken _ ->
          Ui.notice(
              "failure",
              Icon.FAILED,
              Ui.words(
                  "The log does not verify. Do not rely on this without another copy.", "strong"));
      case AuditState.Verified verified ->
          Ui.notice(
              "good",
              Icon.DONE,
              Ui.words("Verified: this is in the log as it was written.", "strong"),
              SafeTextFlow.prose(witness(standing, verified), "muted"));
      case AuditState.Checking _ ->
          Ui.notice(
              "plain",
              Icon.INFO,
              Ui.words("This fits the log's tree; the whole log is being verified."));
      case AuditState.NotChecked _ ->
          Ui.notice(
              "plain",
              Icon.INFO,
              Ui.words("This fits the log's tree; the whole log was not verified."));
    };
  }

  private static String witness(EntryStanding standing, AuditState.Verified verified) {
    OptionalLong witnessed = verified.witnessed();
    return witnessed.isPresent() && witnessed.getAsLong() > standing.last()
        ? verified.witness() + " signed a head of the log that covers it."
        : verified.witness()
            + " has not signed it yet; until then only this device vouches for it.";
  }
}
