package dev.countersign.bridge.demo;

import java.util.HashMap;
import java.util.Map;

/**
 * Which answers of a demo key go wrong, and how. Commands are counted from the moment the script is
 * given to the key, the first is 1; greetings (INIT) and pings do not count.
 */
public final class DemoFaultScript {

  private final Map<Integer, ScriptedFault> faults = new HashMap<>();
  private int commands;

  /** A script in which nothing goes wrong yet. */
  public static DemoFaultScript empty() {
    return new DemoFaultScript();
  }

  /** A script with one fault. */
  public static DemoFaultScript at(int command, ScriptedFault fault) {
    return empty().andAt(command, fault);
  }

  private DemoFaultScript() {}

  /** Adds a fault at another command. */
  public synchronized DemoFaultScript andAt(int command, ScriptedFault fault) {
    faults.put(command, fault);
    return this;
  }

  /** How many commands the key took since it was given this script. */
  public synchronized int commands() {
    return commands;
  }

  /** Counts a command and tells its fault. */
  synchronized ScriptedFault next() {
    commands++;
    return faults.getOrDefault(commands, new ScriptedFault.None());
  }
}
