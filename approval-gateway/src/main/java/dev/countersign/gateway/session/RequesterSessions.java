package dev.countersign.gateway.session;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.gateway.store.Standing;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Starts and ends requester sessions. */
public final class RequesterSessions {
  /** The attribute that only the gateway sets: the source address it saw. */
  public static final String ADDRESS = "address";

  /** How long a session lives when nothing ends it earlier. */
  public static final Duration LIFE = Duration.ofHours(8);

  private final ApprovalStore store;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * What a requester says of itself when it starts a session.
   *
   * @param attributes claimed attributes only
   */
  public record Start(SessionKind kind, Requester requester, Attributes attributes) {}

  /** A started session; times are Unix seconds. */
  public record Started(String sessionId, long startedAt, long expiresAt) {}

  public RequesterSessions(ApprovalStore store, Ids ids, InstantSource clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** Starts a session bound to the caller's key and its observed address. */
  public Outcome<Started> start(RequesterCaller caller, Start start) {
    Optional<Client> client =
        store
            .directory()
            .client(caller.id())
            .filter(found -> found.role() == Client.Role.REQUESTER && !found.revoked())
            .filter(found -> found.key().thumbprint().equals(caller.jkt()));
    if (client.isEmpty()) {
      return new Outcome.NotFound<>();
    }
    Optional<Refusal> refusal = refusal(client.get(), start);
    if (refusal.isPresent()) {
      record(Attempt.refused(Attempt.Kind.SESSION, refusal.get().code(), binding(caller, start)));
      return new Outcome.Refused<>(refusal.get());
    }
    SessionRecord session = begin(caller, client.get(), start);
    store.sessions().start(session);
    Map<String, String> binding = binding(caller, start);
    binding.put("session_id", session.id());
    record(Attempt.accepted(Attempt.Kind.SESSION, binding));
    return new Outcome.Done<>(
        new Started(session.id(), session.session().startedAt(), session.expiresAt()));
  }

  private static Optional<Refusal> refusal(Client client, Start start) {
    if (!start.requester().id().equals(client.id())) {
      return bad("requester.id is not the registered id");
    }
    if (!client.types().contains(start.requester().type().wire())) {
      return bad("requester.type is not a registered one");
    }
    Map<String, Attributes.Attribute> attributes = start.attributes().values();
    if (attributes.containsKey(ADDRESS)) {
      return bad("the attribute address is for the gateway to set");
    }
    boolean claimed =
        attributes.values().stream().allMatch(value -> value.source() == Source.CLAIMED);
    return claimed ? Optional.empty() : bad("attributes must be claimed");
  }

  private static Optional<Refusal> bad(String sentence) {
    return Optional.of(Refusal.of(GatewayCode.BAD_REQUEST, sentence));
  }

  private SessionRecord begin(RequesterCaller caller, Client client, Start start) {
    long now = clock.instant().getEpochSecond();
    return new SessionRecord(
        new RequesterSession(
            ids.next("ses_"),
            start.kind(),
            caller.jkt(),
            now,
            start.attributes().with(ADDRESS, Source.OBSERVED, caller.address())),
        start.requester(),
        client.id(),
        client.key(),
        caller.address(),
        now + LIFE.toSeconds(),
        false);
  }

  private static Map<String, String> binding(RequesterCaller caller, Start start) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("caller", caller.id());
    binding.put("caller_jkt", caller.jkt());
    binding.put("caller_address", caller.address());
    binding.put("requester", start.requester().id());
    binding.put("kind", start.kind().wire());
    start.requester().onBehalfOf().ifPresent(principal -> binding.put("on_behalf_of", principal));
    start.requester().workload().ifPresent(workload -> binding.put("workload", workload));
    return binding;
  }

  private void record(Attempt attempt) {
    store.attempts().record(attempt);
  }

  /** Ends the caller's own session; voids its pending requests and unused grants. */
  public Outcome<Nothing> end(RequesterCaller caller, String sessionId) {
    boolean own =
        store
            .sessions()
            .session(sessionId)
            .filter(session -> SessionChecks.isOwn(caller, session))
            .isPresent();
    return own && store.sessions().end(sessionId) ? Outcome.done() : new Outcome.NotFound<>();
  }

  /** Ends any requester session from a desk, at once; a suspended device may not. */
  public Outcome<Nothing> endByApprover(DeviceCaller caller, String sessionId) {
    Standing standing =
        store.directory().device(caller.jkt()).map(Device::standing).orElse(Standing.REVOKED);
    if (standing != Standing.ACTIVE) {
      return new Outcome.Refused<>(
          Refusal.of(
              standing == Standing.REVOKED
                  ? RefusalCode.DEVICE_REVOKED
                  : RefusalCode.DEVICE_SUSPENDED,
              "the device may not act"));
    }
    return store.sessions().end(sessionId) ? Outcome.done() : new Outcome.NotFound<>();
  }
}
