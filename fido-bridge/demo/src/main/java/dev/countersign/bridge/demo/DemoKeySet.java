package dev.countersign.bridge.demo;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.fido.FidoTokens;
import dev.countersign.bridge.fido.ReportChannelSource;
import dev.countersign.bridge.fido.ReportDevice;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Demo keys under one attestation root, which is drawn when the set is made: a gateway that trusts
 * this root trusts exactly these keys. All is in memory and gone with it.
 */
public final class DemoKeySet {

  /** The model of every demo key, as its attestation states it. */
  public static final UUID AAGUID = UUID.fromString("64656d6f-2d6b-6579-2d6e-6f742d726561");

  private final DemoAttestation attestation;
  private final CopyOnWriteArrayList<DemoKey> keys = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Runnable> hints = new CopyOnWriteArrayList<>();

  private DemoKeySet(DemoAttestation attestation) {
    this.attestation = attestation;
  }

  /** A set with a new root and no keys. The clock dates the certificates. */
  public static DemoKeySet create(Clock clock) {
    return new DemoKeySet(DemoAttestation.create(aaguid(), clock.instant()));
  }

  /**
   * The set as {@link #save()} gave it, with no key plugged in.
   *
   * @throws IllegalArgumentException when these are other bytes
   */
  public static DemoKeySet restore(byte[] saved) {
    try {
      CtapParameters all = CtapParameters.of(CborDecoder.decode(saved, 0));
      DemoKeySet set = new DemoKeySet(DemoAttestation.restore(all.nested("attestation")));
      for (Object one : all.list("keys")) {
        CtapParameters key = CtapParameters.of(one);
        DemoKeyModel model = SavedModel.read(key.nested("model"));
        set.addKey(key.required("label", String.class), model).restore(key.nested("state"));
      }
      return set;
    } catch (CtapErrorException notSaved) {
      throw new IllegalArgumentException("these are not saved demo keys", notSaved);
    }
  }

  /**
   * All keys as CBOR: certificates, credentials with their private keys, PIN hashes, counters and
   * tries left. It is as secret as the keys are, which is to say: only for a demo. Waits while a
   * key waits for a touch.
   */
  public byte[] save() {
    List<Map<Object, Object>> all =
        keys.stream()
            .map(key ->
                Map.<Object, Object>of(
                    "label", key.label(),
                    "model", SavedModel.of(key.model()),
                    "state", key.save()))
            .toList();
    return CborEncoder.encode(Map.of("attestation", attestation.save(), "keys", all));
  }

  /** The root certificate, X.509 DER. */
  public byte[] attestationRoot() {
    return attestation.rootDer();
  }

  /**
   * Makes a key, not plugged in yet and without PIN.
   *
   * @param label what tells it from the others, for example "blue"
   */
  public DemoKey addKey(String label) {
    return addKey(label, DemoKeyModel.standard());
  }

  /** Makes a key of another kind; otherwise as {@link #addKey(String)}. */
  public synchronized DemoKey addKey(String label, DemoKeyModel model) {
    DemoKey key =
        new DemoKey(
            label,
            "demo:" + (keys.size() + 1),
            model,
            attestation,
            () -> hints.forEach(Runnable::run));
    keys.add(key);
    return key;
  }

  /** The keys made so far. */
  public List<DemoKey> keys() {
    return List.copyOf(keys);
  }

  /** Watches the plugged-in keys; they are spoken to as real ones are. */
  public TokenWatcher watch() {
    return FidoTokens.over(source());
  }

  /** The plugged-in keys as devices, for what stands between the bridge and a key in tests. */
  public ReportChannelSource source() {
    return new Source();
  }

  static byte[] aaguid() {
    return ByteBuffer.allocate(16)
        .putLong(AAGUID.getMostSignificantBits())
        .putLong(AAGUID.getLeastSignificantBits())
        .array();
  }

  /** One watcher's view. */
  private final class Source implements ReportChannelSource {

    private final CopyOnWriteArrayList<Runnable> mine = new CopyOnWriteArrayList<>();

    @Override
    public List<ReportDevice> devices() {
      return keys.stream().map(DemoKey::device).flatMap(Optional::stream).toList();
    }

    @Override
    public void onChange(Runnable hint) {
      mine.add(hint);
      hints.add(hint);
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void close() {
      hints.removeAll(mine);
    }
  }
}
