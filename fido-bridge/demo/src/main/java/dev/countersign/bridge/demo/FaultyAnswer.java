package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** An answer's reports with its fault in them. */
final class FaultyAnswer {

  private static final int LENGTH = 5;
  private static final int SOMEBODY_ELSES = 0x5555_5555;

  private FaultyAnswer() {}

  static List<byte[]> reports(int channel, int command, byte[] payload, ScriptedFault fault) {
    return switch (fault) {
      case ScriptedFault.Truncate(int bytes) ->
          HidReports.of(channel, command, Arrays.copyOf(payload, Math.min(bytes, payload.length)));
      case ScriptedFault.Replace(var answer) -> HidReports.of(channel, command, answer.toArray());
      case ScriptedFault.WrongChannel _ ->
          HidReports.of(channel ^ SOMEBODY_ELSES, command, payload);
      case ScriptedFault.WrongLength(int announced) -> {
        List<byte[]> reports = HidReports.of(channel, command, payload);
        ByteBuffer.wrap(reports.getFirst()).putShort(LENGTH, (short) announced);
        yield reports;
      }
      case ScriptedFault.DropReport(int index) -> {
        List<byte[]> reports = HidReports.of(channel, command, payload);
        if (index < reports.size()) {
          reports.remove(index);
        }
        yield reports;
      }
      case ScriptedFault.UnplugAfter(int sent) -> {
        List<byte[]> reports = HidReports.of(channel, command, payload);
        yield reports.subList(0, Math.min(sent, reports.size()));
      }
      default -> HidReports.of(channel, command, payload);
    };
  }
}
