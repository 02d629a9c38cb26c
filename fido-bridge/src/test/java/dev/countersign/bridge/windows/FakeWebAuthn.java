package dev.countersign.bridge.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A table of functions in place of webauthn.dll. It reads what it is given at the offsets of
 * webauthn.h, written as numbers here, so that a wrong layout shows.
 */
final class FakeWebAuthn implements WebAuthnApi {

  static final int USER_CANCELLED = 0x80090036;

  private final Arena arena = Arena.ofAuto();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  final CountDownLatch called = new CountDownLatch(1);
  int result;
  boolean untilCancelled;
  boolean withoutAnswer;
  byte[] answeredId = {1, 2, 3};
  int signatureLength = 70;
  volatile int freed;
  volatile String rpId = "";
  volatile String clientData = "";
  volatile int verification;
  volatile int attachment;
  volatile int listed;
  volatile boolean cancellable;

  @Override
  public int version() {
    return 4;
  }

  @Override
  public int getAssertion(GetAssertion in, MemorySegment out) {
    rpId = wide(in.rpId());
    readClientData(in.clientData());
    MemorySegment options = in.options().reinterpret(88);
    attachment = options.get(ValueLayout.JAVA_INT, 40);
    verification = options.get(ValueLayout.JAVA_INT, 44);
    cancellable = !options.get(ValueLayout.ADDRESS, 72).equals(MemorySegment.NULL);
    listed = options.get(ValueLayout.ADDRESS, 80).reinterpret(16).get(ValueLayout.JAVA_INT, 0);
    if (!answers()) {
      return untilCancelled ? USER_CANCELLED : result;
    }
    MemorySegment answer = arena.allocate(72);
    put(answer, 4, 8, new byte[37]);
    put(answer, 16, 24, new byte[signatureLength]);
    put(answer, 32 + 4, 32 + 8, answeredId);
    out.set(ValueLayout.ADDRESS, 0, answer);
    return HResults.OK;
  }

  @Override
  public int makeCredential(MakeCredential in, MemorySegment out) {
    rpId = wide(in.rp().reinterpret(32).get(ValueLayout.ADDRESS, 8));
    readClientData(in.clientData());
    MemorySegment options = in.options().reinterpret(80);
    attachment = options.get(ValueLayout.JAVA_INT, 40);
    verification = options.get(ValueLayout.JAVA_INT, 48);
    cancellable = !options.get(ValueLayout.ADDRESS, 64).equals(MemorySegment.NULL);
    if (!answers()) {
      return untilCancelled ? USER_CANCELLED : result;
    }
    MemorySegment answer = arena.allocate(96);
    put(answer, 64, 72, new byte[] {(byte) 0xa0});
    put(answer, 80, 88, answeredId);
    out.set(ValueLayout.ADDRESS, 0, answer);
    return HResults.OK;
  }

  private boolean answers() {
    called.countDown();
    try {
      if (untilCancelled && !cancelled.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("never cancelled");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return !untilCancelled && result == HResults.OK && !withoutAnswer;
  }

  private void readClientData(MemorySegment pointer) {
    MemorySegment data = pointer.reinterpret(24);
    int size = data.get(ValueLayout.JAVA_INT, 4);
    byte[] json = data.get(ValueLayout.ADDRESS, 8).reinterpret(size).toArray(ValueLayout.JAVA_BYTE);
    clientData = new String(json, StandardCharsets.UTF_8);
  }

  private void put(MemorySegment into, long length, long pointer, byte[] bytes) {
    into.set(ValueLayout.JAVA_INT, length, bytes.length);
    into.set(ValueLayout.ADDRESS, pointer, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
  }

  private static String wide(MemorySegment text) {
    return text.reinterpret(1024).getString(0, StandardCharsets.UTF_16LE);
  }

  @Override
  public void freeAttestation(MemorySegment attestation) {
    freed++;
  }

  @Override
  public void freeAssertion(MemorySegment assertion) {
    freed++;
  }

  @Override
  public int cancellationId(MemorySegment guid) {
    guid.set(ValueLayout.JAVA_INT, 0, 7);
    return HResults.OK;
  }

  @Override
  public int cancel(MemorySegment guid) {
    if (guid.get(ValueLayout.JAVA_INT, 0) == 7) {
      cancelled.countDown();
    }
    return HResults.OK;
  }
}
