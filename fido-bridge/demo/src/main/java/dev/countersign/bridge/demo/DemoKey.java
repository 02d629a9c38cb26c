package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.fido.ReportDevice;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A FIDO2 key in software, with the hands that a real one would have around it: to plug it in, pull
 * it out and touch it. Made by {@link DemoKeySet#addKey}. Safe for use by any thread.
 */
public final class DemoKey {

  private final String label;
  private final String idPrefix;
  private final Runnable onPlugChange;
  private final DemoPin pin = new DemoPin();
  private final DemoTouchSensor sensor = new DemoTouchSensor();
  private final DemoAuthenticator authenticator;
  private volatile DemoFault fault = DemoFault.NONE;
  private volatile DemoFaultScript script = DemoFaultScript.empty();
  private Optional<DemoPlug> plug = Optional.empty();
  private int timesPlugged;
  private int cancelsBefore;

  DemoKey(
      String label,
      String idPrefix,
      DemoKeyModel model,
      DemoAttestation attestation,
      Runnable onPlugChange) {
    this.label = label;
    this.idPrefix = idPrefix;
    this.onPlugChange = onPlugChange;
    this.authenticator = new DemoAuthenticator(model, attestation, DemoKeySet.aaguid(), pin);
  }

  /** Its name as token lists show it; says that it is a demo in software. */
  public String name() {
    return "Demo key (software) " + label;
  }

  String label() {
    return label;
  }

  /**
   * Sets its PIN as if someone had done so before, and gives back all tries. The array is wiped.
   *
   * @param newPin 4 to 63 characters of ASCII, or as many as fit 63 bytes of UTF-8
   * @throws IllegalArgumentException when it is shorter than 4 characters
   */
  public void presetPin(char[] newPin) {
    if (Character.codePointCount(newPin, 0, newPin.length) < 4) {
      throw new IllegalArgumentException("a PIN has at least 4 characters");
    }
    pin.set(newPin);
  }

  /** Takes its PIN away, as if it had never had one. */
  public void clearPin() {
    pin.clear();
  }

  /**
   * Raises the least length of a PIN, as an organisation does; the PIN in use must then be changed.
   *
   * @param characters more than now, at most 63
   */
  public void requirePinOfAtLeast(int characters) {
    try {
      pin.shortest(characters, true);
    } catch (CtapErrorException outOfRange) {
      throw new IllegalArgumentException("that is not a longer length", outOfRange);
    }
  }

  /** How many wrong PINs it takes before it locks for good; 8 at first. */
  public int pinTriesLeft() {
    return pin.triesLeft();
  }

  /** Who touches it; {@link DemoTouchPolicy#WHEN_PRESSED} at first. */
  public void touchPolicy(DemoTouchPolicy policy) {
    sensor.policy(policy);
  }

  /** How long it waits for a touch before it gives up; 30 seconds at first. */
  public void touchPatience(Duration patience) {
    sensor.patience(patience);
  }

  /** Whether a touch would count now. */
  public boolean waitsForTouch() {
    return sensor.waiting();
  }

  /** Touches it; without effect unless it waits for that. */
  public void touch() {
    sensor.press(DemoTouchSensor.Answer.TOUCHED);
  }

  /** Says no on it; without effect unless it waits for a touch. */
  public void deny() {
    sensor.press(DemoTouchSensor.Answer.DENIED);
  }

  /**
   * What goes wrong from now on; {@link DemoFault#U2F_ONLY} from the next time it is plugged in.
   */
  public void fault(DemoFault newFault) {
    fault = newFault;
  }

  /** What goes wrong with single commands from now on, counted from here. */
  public void script(DemoFaultScript newScript) {
    script = newScript;
  }

  /** Which finger touches it when it verifies its owner by fingerprint; the right one at first. */
  public void finger(DemoFinger finger) {
    authenticator.finger(finger);
  }

  /** How many wrong fingers it takes before it wants the PIN; 3 at first. */
  public int fingerTriesLeft() {
    return authenticator.fingerTriesLeft();
  }

  /** What it can do. */
  public DemoKeyModel model() {
    return authenticator.model();
  }

  private DemoPlug.Faults faults() {
    return new DemoPlug.Faults() {
      @Override
      public DemoFault standing() {
        return fault;
      }

      @Override
      public DemoFaultScript script() {
        return script;
      }
    };
  }

  /** Plugs it in; without effect when it is. It gets a new token id each time. */
  public void plug() {
    synchronized (this) {
      if (plug.isPresent()) {
        return;
      }
      timesPlugged++;
      TokenInfo info =
          new TokenInfo(
              new TokenId(idPrefix + ":" + timesPlugged), name(), TokenInfo.Kind.FIDO, true);
      plug = Optional.of(new DemoPlug(info, authenticator, sensor, faults(), this::unplug));
    }
    onPlugChange.run();
  }

  /** Pulls it out; without effect when it is out. A command that runs gets no answer. */
  public void unplug() {
    synchronized (this) {
      if (plug.isEmpty()) {
        return;
      }
      cancelsBefore += plug.get().cancels();
      plug.get().pullOut();
      plug = Optional.empty();
    }
    onPlugChange.run();
  }

  /** How many commands were cancelled on it by CTAPHID_CANCEL since it was made. */
  public synchronized int cancelsReceived() {
    return cancelsBefore + plug.map(DemoPlug::cancels).orElse(0);
  }

  Map<Object, Object> save() {
    return authenticator.save();
  }

  void restore(CtapParameters saved) throws CtapErrorException {
    authenticator.restore(saved);
  }

  synchronized Optional<ReportDevice> device() {
    return plug.map(ReportDevice.class::cast);
  }
}
