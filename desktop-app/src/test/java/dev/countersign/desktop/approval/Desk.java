package dev.countersign.desktop.approval;

import static dev.countersign.proof.testing.PatientWaits.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.Token;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk with a real audit log, a fake gateway and a fake token. */
final class Desk implements AutoCloseable {
  static final Duration PLENTY = Duration.ofSeconds(20);
  static final InstantSource CLOCK = () -> Instant.ofEpochSecond(Fixture.DECIDED_AT);

  final FakeGateway gateway = new FakeGateway();
  final FakeToken token = new FakeToken();
  final List<Token> attached = new CopyOnWriteArrayList<>(List.of(token));
  final List<EnrolledCredential> enrolled =
      new ArrayList<>(
          List.of(
              new EnrolledCredential.FidoCredential(
                  Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key")));
  final List<Card> cards = new CopyOnWriteArrayList<>();
  final List<ModuleTrouble> troubles = new CopyOnWriteArrayList<>();
  volatile boolean stillLooking;
  final MemoryProofs proofs = new MemoryProofs();
  final Inbox inbox = new Inbox(CLOCK);
  final List<JourneyState> states = new CopyOnWriteArrayList<>();
  final AuditLog log;
  private final JourneyPorts ports;
  private Decisions decisions;

  Desk(Path folder) {
    this(folder, Optional.empty(), PLENTY);
  }

  /**
   * @param kept where proofs are kept, if not in memory
   * @param delivery how long a proof is sent again when no answer comes
   */
  Desk(Path folder, Optional<PendingProofs> kept, Duration delivery) {
    Genesis genesis = Genesis.ofDevice(Fixture.DEVICE_JKT, Fixture.ISSUER);
    log = ((OpenOutcome.Opened) AuditLog.open(folder.resolve("audit.db"), genesis, CLOCK)).log();
    DeskIdentity identity =
        new DeskIdentity(
            Fixture.APPROVER,
            Fixture.DEVICE_KEY,
            NoteKeys.deviceSigner(genesis.origin(), Fixture.DEVICE_KEY),
            new DeskIdentity.Pins(
                Fixture.AUDIENCE,
                Fixture.gatewayKeys(),
                NoteKeys.witnessVerifier(FakeGateway.WITNESS, FakeGateway.WITNESS_KEY.publicKey()),
                () -> List.copyOf(enrolled)),
            new DecisionStatement.App("countersign-desk", "0.1.0"));
    ports =
        new JourneyPorts(
            identity,
            gateway,
            new AuditLogPort(log),
            new TokenPort() {
              @Override
              public List<Token> attached() {
                return List.copyOf(attached);
              }

              @Override
              public List<Card> cards() {
                return List.copyOf(cards);
              }

              @Override
              public boolean stillLooking() {
                return stillLooking;
              }

              @Override
              public List<ModuleTrouble> troubles() {
                return List.copyOf(troubles);
              }
            },
            kept.orElse(proofs),
            new JourneyPorts.Timing(
                CLOCK, PLENTY, PLENTY, PLENTY, delivery, Duration.ofMillis(10)));
    decisions = new Decisions(ports, inbox);
    inbox.put(new InboxItem.Approvable(presentation(), CLOCK.instant()));
  }

  static Presentation presentation() {
    try {
      return Presentation.of(Scenario.honest());
    } catch (dev.countersign.proof.RefusedException bad) {
      throw new AssertionError(bad);
    }
  }

  static ReviewedRequest approval() {
    String phrase =
        dev.countersign.proof.request.ConfirmationPhrase.of(Scenario.honest().sha256()).toString();
    return ReviewedRequest.approve(
        presentation(),
        Optional.empty(),
        new ReviewedRequest.Facts(true, 9_000, Optional.of(phrase)));
  }

  /** From here on, a token that is not attached is not waited for long. */
  void impatient() {
    JourneyPorts.Timing usual = ports.timing();
    decisions =
        new Decisions(
            new JourneyPorts(
                ports.identity(),
                ports.gateway(),
                ports.audit(),
                ports.tokens(),
                ports.proofs(),
                new JourneyPorts.Timing(
                    CLOCK,
                    Duration.ofMillis(150),
                    usual.token(),
                    usual.pin(),
                    usual.delivery(),
                    usual.pause())),
            inbox);
  }

  Decisions decisions() {
    return decisions;
  }

  Journey begin() {
    return decisions.begin(approval(), states::add);
  }

  /** Answers every question for a PIN and waits for the end. */
  JourneyState toTheEnd(Journey journey) {
    JourneyState last = Journeys.toTheEnd(journey, "123456");
    // The listener is told a moment later; what it was told of an earlier decision does not count.
    await().atMost(PATIENCE).until(() -> !states.isEmpty() && states.getLast() == last);
    return last;
  }

  <T extends JourneyState> T waitFor(Class<T> kind) {
    await()
        .atMost(PATIENCE)
        .until(() -> states.stream().anyMatch(state -> kind.isInstance(state) || state.isFinal()));
    assertThat(states).anyMatch(kind::isInstance);
    return kind.cast(states.stream().filter(kind::isInstance).findFirst().orElseThrow());
  }

  JourneyFailure failure() {
    assertThat(states.getLast()).isInstanceOf(JourneyState.Failed.class);
    return ((JourneyState.Failed) states.getLast()).failure();
  }

  List<DecisionOutcome> outcomes() {
    return log.entries(Long.MAX_VALUE, 100).stream()
        .map(AuditEntry::content)
        .filter(Content.Ended.class::isInstance)
        .map(ended -> ((Content.Ended) ended).outcome())
        .toList();
  }

  boolean stillPending() {
    return inbox.find(Fixture.REQUEST_ID).isPresent();
  }

  @Override
  public void close() {
    inbox.close();
    log.close();
  }

  /** Keeps the proof in memory; refuses when told to. */
  static final class MemoryProofs implements PendingProofs {
    Optional<PendingProof> kept = Optional.empty();
    Optional<PendingProof> last = Optional.empty();
    boolean full;
    boolean inDoubt;

    @Override
    public synchronized void keep(PendingProof proof) throws IOException {
      if (full) {
        throw new IOException("no space left");
      }
      kept = Optional.of(proof);
      last = kept;
      if (inDoubt) {
        throw new IOException("the folder was not synced");
      }
    }

    @Override
    public synchronized Optional<PendingProof> pending() {
      return kept;
    }

    @Override
    public synchronized void forget() {
      kept = Optional.empty();
    }
  }
}
