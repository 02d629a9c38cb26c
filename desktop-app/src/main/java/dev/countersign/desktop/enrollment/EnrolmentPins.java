package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Ed25519VerifyingKey;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.GatewayKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What this device learnt at enrolment and trusts from then on; nothing it hears later replaces it.
 * Only the approver's own tokens come and go, by steps of their own. Kept as strict JSON in a file
 * of mode 0600.
 *
 * @param gateway where it is reached: scheme, host and port
 * @param audience the RP ID
 * @param demo whether the gateway is a demo, which begins in its issuer's name
 * @param credentials of the enrolled tokens, in the order of their enrolment; each id once
 */
public record EnrolmentPins(
    URI gateway,
    GatewayKeys gatewayKeys,
    String audience,
    boolean demo,
    Witness witness,
    String approver,
    List<EnrolledCredential> credentials) {

  /** The witness's name and key. */
  public record Witness(String name, Ed25519VerifyingKey key) {}

  /** Refuses a token that is there twice. */
  public EnrolmentPins {
    credentials = List.copyOf(credentials);
    if (credentials.stream().map(EnrolledCredential::id).distinct().count() < credentials.size()) {
      throw new IllegalArgumentException("a token is enrolled once");
    }
  }

  /** The credential with this token id. */
  public Optional<EnrolledCredential> credential(Bytes id) {
    return credentials.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The enrolled security keys. */
  public List<FidoCredential> keys() {
    return EnrolledCredential.keys(credentials);
  }

  /** The enrolled smart cards. */
  public List<CardCredential> cards() {
    return EnrolledCredential.cards(credentials);
  }

  /**
   * The same with one token more.
   *
   * @throws IllegalArgumentException when it is there already
   */
  public EnrolmentPins with(EnrolledCredential another) {
    List<EnrolledCredential> all = new ArrayList<>(credentials);
    all.add(another);
    return withAll(all);
  }

  /** The same without a token; unchanged if there is no such token. */
  public EnrolmentPins without(Bytes id) {
    return withAll(credentials.stream().filter(each -> !each.id().equals(id)).toList());
  }

  /** The same with one token changed; unchanged if there is no such token. */
  public EnrolmentPins changing(Bytes id, UnaryOperator<EnrolledCredential> change) {
    return withAll(
        credentials.stream()
            .map(each -> each.id().equals(id) ? change.apply(each) : each)
            .toList());
  }

  private EnrolmentPins withAll(List<EnrolledCredential> others) {
    return new EnrolmentPins(gateway, gatewayKeys, audience, demo, witness, approver, others);
  }

  /** Writes the file. */
  public void save(Path file) throws IOException {
    PrivateFile.write(file, JsonWriter.compact(EnrolmentPinsJson.write(this)));
  }

  /**
   * Reads the file, also one of the first version, which had one token.
   *
   * @throws IOException when it is absent, readable by others, or not as it was written
   */
  public static EnrolmentPins load(Path file) throws IOException {
    try {
      return EnrolmentPinsJson.read(StrictJson.parseObject(PrivateFile.read(file)));
    } catch (RefusedException damaged) {
      throw new IOException("the enrolment file is damaged: " + damaged.getMessage(), damaged);
    }
  }
}
