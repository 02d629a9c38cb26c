package dev.countersign.bridge.demo;

import dev.countersign.proof.Bytes;
import java.time.Duration;

/** What goes wrong with a demo key's answer to one command. */
public sealed interface ScriptedFault {

  /** Nothing. */
  record None() implements ScriptedFault {}

  /** One of the answer's reports is lost; 0 is the first. */
  record DropReport(int index) implements ScriptedFault {}

  /** The answer comes later, without a sign of life meanwhile, as from a key that was suspended. */
  record Delay(Duration length) implements ScriptedFault {}

  /** The answer comes on a channel of another program. */
  record WrongChannel() implements ScriptedFault {}

  /** CTAPHID_ERROR instead of an answer; the command is not run. 0x06 is "channel busy". */
  record HidError(int code) implements ScriptedFault {}

  /** A CTAP status instead of an answer; the command is not run. */
  record Status(int code) implements ScriptedFault {}

  /** The answer ends after so many bytes, and its length says so too. */
  record Truncate(int bytes) implements ScriptedFault {}

  /** The first report announces another length than the answer has. */
  record WrongLength(int announced) implements ScriptedFault {}

  /** Another answer: status and CBOR. The command is run. */
  record Replace(Bytes answer) implements ScriptedFault {}

  /** The key is pulled out instead of answering. */
  record Unplug() implements ScriptedFault {}

  /** The key is pulled out after it sent so many reports of its answer. */
  record UnplugAfter(int reports) implements ScriptedFault {}

  /** No answer at all, and no sign of life; cancel does not help. */
  record Silence() implements ScriptedFault {}
}
