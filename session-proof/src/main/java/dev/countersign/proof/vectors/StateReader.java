package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.vectors.RecordedState.CountedToken;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.Enrolments.StoredToken;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredChallenge;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import dev.countersign.proof.verify.X509Trust;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code state} file, under the strict profile. */
final class StateReader {
  private static final RefusalCode CODE = RefusalCode.MALFORMED_JSON;
  private static final int MAX_BYTES = 1024 * 1024;

  private final ObjectReader state;

  private StateReader(ObjectReader state) {
    this.state = state;
  }

  static RecordedState read(Bytes file) throws MalformedVectorException {
    try {
      StateReader reader =
          new StateReader(
              new ObjectReader(StrictJson.parseObject(file.toArray(), MAX_BYTES), "state", CODE));
      return reader.read();
    } catch (RefusedException malformed) {
      throw new MalformedVectorException("the state file is malformed", malformed);
    }
  }

  private RecordedState read() throws RefusedException {
    Version.require(state);
    RecordedState read =
        new RecordedState(
            gateway(),
            call(state.reader("call")),
            new RecordedState.Ledger(requests(), sessions(), challenges(), heads()),
            new RecordedState.Directory(devices(), approvers(), tokens()),
            state.optionalString("policy_objection"));
    state.end();
    return read;
  }

  private RecordedState.Gateway gateway() throws RefusedException {
    List<GatewayKeys.Pinned> keys = new ArrayList<>();
    for (ObjectReader key : state.readers("gateway_keys")) {
      keys.add(GatewayKeys.Pinned.read(key, CODE));
    }
    return new RecordedState.Gateway(
        new GatewayKeys(state.identifier("issuer"), keys),
        state.identifier("aud"),
        state.bytes("epoch", ApprovalRequest.EPOCH_BYTES),
        state.bool("demo"),
        state.unsigned("now"),
        cards());
  }

  private Optional<RecordedState.CardTrust> cards() throws RefusedException {
    Optional<ObjectReader> cards = state.optionalReader("cards");
    if (cards.isEmpty()) {
      return Optional.empty();
    }
    RecordedState.CardTrust read =
        new RecordedState.CardTrust(
            X509Trust.read(cards.get().reader("x509")), cards.get().unsigned("revocation_seconds"));
    cards.get().end();
    return Optional.of(read);
  }

  private static RecordedState.Call call(ObjectReader call) throws RefusedException {
    RecordedState.Call read =
        new RecordedState.Call(call.identifier("jkt"), call.identifier("approver_session"));
    call.end();
    return read;
  }

  private Map<String, StoredRequest> requests() throws RefusedException {
    Map<String, StoredRequest> requests = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("requests")) {
      put(
          requests,
          each.identifier("request_id"),
          new StoredRequest(
              each.bytes("envelope"),
              named(each, "status", RequestStatus.values()),
              each.bool("unredeemed_grants")),
          each);
    }
    return requests;
  }

  private Map<String, StoredSession> sessions() throws RefusedException {
    Map<String, StoredSession> sessions = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("sessions")) {
      RequesterSession session = RequesterSession.read(each.reader("session"));
      put(sessions, session.id(), new StoredSession(session, each.bool("live")), each);
    }
    return sessions;
  }

  private Map<Digest, StoredChallenge> challenges() throws RefusedException {
    Map<Digest, StoredChallenge> challenges = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("challenges")) {
      put(
          challenges,
          new Digest(each.bytes("challenge_sha256", Digest.SIZE)),
          new StoredChallenge(
              new Digest(each.bytes("request_sha256", Digest.SIZE)),
              each.identifier("approver"),
              each.identifier("device_jkt"),
              each.identifier("approver_session"),
              each.unsigned("exp"),
              each.bool("used")),
          each);
    }
    return challenges;
  }

  private Map<String, WitnessedHead> heads() throws RefusedException {
    Map<String, WitnessedHead> heads = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("witnessed")) {
      put(
          heads,
          each.identifier("device_jkt"),
          new WitnessedHead(
              each.unsigned("size"), TreeHash.of(each.bytes("root", TreeHash.LENGTH).toArray())),
          each);
    }
    return heads;
  }

  private Map<String, StoredDevice> devices() throws RefusedException {
    Map<String, StoredDevice> devices = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("devices")) {
      if (!(VerifyingKey.fromJwk(each.object("jwk"), CODE) instanceof P256VerifyingKey key)) {
        throw each.refused("jwk", "is not a P-256 key");
      }
      put(
          devices,
          key.thumbprint(),
          new StoredDevice(
              key, each.identifier("approver"), named(each, "standing", Standing.values())),
          each);
    }
    return devices;
  }

  private Map<String, StoredApprover> approvers() throws RefusedException {
    Map<String, StoredApprover> approvers = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("approvers")) {
      String id = each.identifier("id");
      put(
          approvers,
          id,
          new StoredApprover(
              id,
              each.string("person"),
              each.identifiers("groups"),
              named(each, "standing", Standing.values())),
          each);
    }
    return approvers;
  }

  private Map<TokenId, CountedToken> tokens() throws RefusedException {
    Map<TokenId, CountedToken> tokens = new LinkedHashMap<>();
    for (ObjectReader each : state.readers("tokens")) {
      Credential credential = Credential.read(each, CODE);
      StoredToken token =
          new StoredToken(
              credential,
              each.identifier("approver"),
              each.bool("demo"),
              named(each, "standing", Standing.values()));
      put(tokens, credential.id(), new CountedToken(token, each.unsigned("counter")), each);
    }
    return tokens;
  }

  private static <K, V> void put(Map<K, V> map, K key, V value, ObjectReader item)
      throws RefusedException {
    item.end();
    if (map.put(key, value) != null) {
      throw item.refused("(key)", "stands twice");
    }
  }

  private static <E extends Enum<E>> E named(ObjectReader reader, String member, E[] values)
      throws RefusedException {
    String name = reader.string(member);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
        return value;
      }
    }
    throw reader.refused(member, "is not one of the names defined");
  }
}
