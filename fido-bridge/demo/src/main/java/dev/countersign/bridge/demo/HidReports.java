package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages in reports (CTAP 2.1 §11.2.4). */
final class HidReports {

  private static final int REPORT = 64;

  private HidReports() {}

  static List<byte[]> of(int channel, int command, byte[] payload) {
    List<byte[]> reports = new ArrayList<>();
    ByteBuffer report = ByteBuffer.allocate(REPORT);
    report.putInt(channel).put((byte) command).putShort((short) payload.length);
    int sent = 0;
    for (byte sequence = 0; ; sequence++) {
      int part = Math.min(report.remaining(), payload.length - sent);
      report.put(payload, sent, part);
      sent += part;
      reports.add(report.array());
      if (sent == payload.length) {
        return reports;
      }
      report = ByteBuffer.wrap(new byte[REPORT]);
      report.putInt(channel).put(sequence);
    }
  }
}
