package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an entry that is no decision tells. The members of each are in {@code docs/audit-log.md}.
 * Times are Unix seconds by the device's clock. Texts may hold anything the device met, so they are
 * untrusted when shown.
 */
public sealed interface DeskEvent {
  /** Longest text of an event in UTF-16 units; a longer one is cut when the event is made. */
  int MAX_TEXT = 256;

  /** The desk began to work. {@code app} is its name and version. */
  record Started(String app) implements DeskEvent {
    public Started {
      app = fitting(app);
    }
  }

  /** The desk ended as it should. A log whose last {@code start} has no {@code stop} crashed. */
  record Stopped() implements DeskEvent {}

  /**
   * The desk found that it had not ended as it should.
   *
   * @param completed entry numbers of the intents it completed as {@code unknown}
   * @param kept the intent whose proof may have been sent; the gateway is asked for its outcome
   */
  record Recovered(List<Long> completed, OptionalLong kept) implements DeskEvent {
    public Recovered {
      completed = List.copyOf(completed);
    }
  }

  /**
   * Nothing happened for a while; this entry, once witnessed, proves the silence.
   *
   * @param size entries before this one
   * @param root root of the tree of that size, 32 bytes
   * @param witnessed the newest size that the witness had cosigned; 0 if none
   */
  record QuietHead(long size, Bytes root, long witnessed) implements DeskEvent {
    public QuietHead {
      if (root.size() != 32 || size < 0 || witnessed < 0) {
        throw new IllegalArgumentException("not a tree head");
      }
    }
  }

  /** A token came or went; {@code kind} is the bridge's word for it. */
  record TokenChanged(Presence presence, String name, String kind) implements DeskEvent {
    public TokenChanged {
      name = fitting(name);
      kind = fitting(kind);
    }

    /** Which of the two. */
    public enum Presence implements Word {
      PLUGGED,
      REMOVED
    }
  }

  /** This device was enrolled, at the gateway that the genesis entry names. */
  record DeviceEnrolled(String approver, String audience, String witness) implements DeskEvent {}

  /** A token was enrolled, renamed or revoked. */
  record TokenEnrolment(Change change, Bytes credentialId, String name) implements DeskEvent {
    public TokenEnrolment {
      name = fitting(name);
    }

    /** Which of the three. */
    public enum Change implements Word {
      TOKEN_ADDED,
      TOKEN_RENAMED,
      TOKEN_REVOKED
    }
  }

  /** A setting was changed. Values are shown, so a secret is never a setting. */
  record SettingChanged(String setting, Optional<String> from, String to) implements DeskEvent {
    public SettingChanged {
      setting = fitting(setting);
      from = from.map(DeskEvent::fitting);
      to = fitting(to);
    }
  }

  /** The feed was not followed from {@code since} on: requests may have come unseen. */
  record FeedLost(long since, String reason) implements DeskEvent {
    public FeedLost {
      reason = fitting(reason);
    }
  }

  /** The feed is followed again, after it was lost at {@code since}. */
  record FeedRegained(long since) implements DeskEvent {}

  /**
   * Entries left this device.
   *
   * @param format for example {@code jsonl}, {@code csv}, {@code syslog}, {@code ocsf}, {@code
   *     backup}
   * @param first number of the first entry
   * @param end number after the last entry
   * @param redacted whether contents were left out
   * @param confirmedBy the enrolled token that signed this export; empty when none was asked
   */
  record Exported(
      String format, long first, long end, boolean redacted, Optional<Bytes> confirmedBy)
      implements DeskEvent {
    public Exported {
      format = fitting(format);
      if (first < 0 || end < first) {
        throw new IllegalArgumentException("not a range of entries");
      }
    }
  }

  /**
   * A second witness contradicted this log; nothing was decided from then on.
   *
   * @param witness its name
   * @param kind {@code fork}, {@code roll_back} or {@code not_trusted}
   * @param known the size it knows; 0 when it did not say
   * @param shown the size of this log then
   */
  record WitnessAlarmed(String witness, String kind, long known, long shown) implements DeskEvent {
    public WitnessAlarmed {
      witness = fitting(witness);
      kind = fitting(kind);
      if (known < 0 || shown < 0) {
        throw new IllegalArgumentException("not a size");
      }
    }
  }

  /** A word that stands in an entry in lower case. */
  interface Word {
    /** The constant's name, as every enum has it. */
    String name();

    /** The word in the entry. */
    default String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static String fitting(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    // Never half a surrogate pair: the strict profile would refuse it.
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 2)) ? MAX_TEXT - 2 : MAX_TEXT - 1;
    return text.substring(0, end) + "…";
  }
}
