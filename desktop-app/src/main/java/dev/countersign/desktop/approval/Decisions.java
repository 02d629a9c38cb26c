package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.ReviewedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes decisions on this device, one at a time, and settles the one whose outcome stayed open when
 * the gateway went away or the program ended.
 */
public final class Decisions implements JourneyStarter {
  private final JourneyPorts ports;
  private final Inbox inbox;
  private final AtomicBoolean busy = new AtomicBoolean();

  public Decisions(JourneyPorts ports, Inbox inbox) {
    this.ports = ports;
    this.inbox = inbox;
  }

  @Override
  public Journey begin(ReviewedRequest reviewed, Consumer<JourneyState> listener) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("another decision is under way on this device");
    }
    String requestId = reviewed.presentation().request().request().requestId();
    ApprovalJourney journey =
        new ApprovalJourney(
            ports,
            this::settleOpen,
            reviewed,
            state -> {
              if (state.isFinal()) {
                settle(requestId, reviewed.decision(), state);
                busy.set(false);
              }
              listener.accept(state);
            });
    Thread.ofVirtual().name("decision-" + requestId).start(journey::run);
    return journey;
  }

  /**
   * Asks once for the outcome of a proof that was sent without an answer, by sending it again.
   * Called at start and whenever the connection is back; does nothing while a decision is under
   * way, which asks by itself before it begins. Blocks until the gateway answers or its deadline
   * passes.
   *
   * @return the final state of that decision; empty when none was open
   * @throws IOException when the kept proof cannot be read
   */
  public Optional<JourneyState> reconcile() throws IOException {
    if (!busy.compareAndSet(false, true)) {
      return Optional.empty();
    }
    try {
      return settleOpen();
    } finally {
      busy.set(false);
    }
  }

  private Optional<JourneyState> settleOpen() throws IOException {
    Optional<PendingProof> open = ports.proofs().pending();
    Optional<JourneyState> last =
        open.map(proof -> new Delivery(ports).deliver(proof, Duration.ZERO));
    last.ifPresent(state -> settle(open.get().requestId(), open.get().decision(), state));
    return last;
  }

  private void settle(String requestId, Decision decision, JourneyState last) {
    if (last instanceof JourneyState.Done) {
      inbox.end(requestId, decision.isApproval() ? Ending.APPROVED_HERE : Ending.DENIED_HERE);
    }
  }
}
