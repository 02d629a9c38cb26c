package dev.countersign.desktop.export;

/** In which form entries leave the device. The word is what the export's own entry says. */
public enum ExportFormat {
  /** JSON Lines with proofs: the one that can be verified. */
  JSONL("jsonl"),
  /** RFC 4180, safe to open in a spreadsheet. */
  CSV("csv"),
  /** One OCSF event a line. */
  OCSF("ocsf"),
  /** RFC 5424 messages to a collector over TLS. */
  SYSLOG("syslog");

  private final String word;

  ExportFormat(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
