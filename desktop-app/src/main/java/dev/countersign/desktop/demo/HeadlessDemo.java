package dev.countersign.desktop.demo;

import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.approval.GatewayPort.WitnessedHead;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.demo.DemoExecutor.Redeemed;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.ui.DeskSession;
import dev.countersign.desktop.ui.DeskToolkit;
import dev.countersign.desktop.ui.Page;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Drives the real window through one whole day of an approver in a minute: approves one request,
 * denies one, sees one withdrawn and lets one expire; then tries what must be refused.
 */
final class HeadlessDemo {
  private static final double WIDTH = 980;
  private static final double HEIGHT = 720;
  private static final Duration PAST_EXPIRY = Duration.ofMinutes(6);
  private static final Duration SHORT_WAIT = Duration.ofSeconds(20);

  private final DemoWorld world;
  private final OpenDesk desk;
  private final DemoClock clock;
  private final EvidenceFolder out;
  private final PrintStream print;
  private boolean everythingHeld = true;

  HeadlessDemo(
      DemoWorld world, OpenDesk desk, DemoClock clock, EvidenceFolder out, PrintStream print) {
    this.world = world;
    this.desk = desk;
    this.clock = clock;
    this.out = out;
    this.print = print;
  }

  /** Runs the whole story; says whether everything held that must. */
  boolean run() throws IOException, InterruptedException, DeskToolkit.ToolkitMissingException {
    DemoExecutor executor = world.executor();
    DemoActor agent = world.enter("agent");
    DemoActor pipeline = world.enter("pipeline");
    DemoActor vendor = world.enter("vendor");
    DemoActor responder = world.enter("responder");
    VerifiedRequest expiring = asked(responder);
    VerifiedRequest withdrawn = asked(vendor);
    VerifiedRequest denied = asked(pipeline);
    VerifiedRequest approved = asked(agent);
    try (DeskSession window = DeskSession.openHeadless(desk.services(), WIDTH, HEIGHT)) {
      for (VerifiedRequest each : List.of(expiring, withdrawn, denied, approved)) {
        window.await(card(each));
      }
      window.picture(out.file("01-inbox.png"));
      approve(window, approved);
      redeem(agent, approved, executor);
      replay(approved);
      deny(window, pipeline, denied);
      withdraw(window, vendor, withdrawn);
      expire(window, responder, expiring);
      window.go(Page.HISTORY);
      window.await("history-" + approved.request().requestId());
      window.await("history-" + denied.request().requestId());
      window.picture(out.file("05-history.png"));
    }
    evidence(approved);
    return everythingHeld;
  }

  private VerifiedRequest asked(DemoActor actor) throws IOException, InterruptedException {
    VerifiedRequest request = actor.ask();
    say(actor.name() + " asked; its screen shows: " + DemoActor.phrase(request));
    return request;
  }

  private void approve(DeskSession window, VerifiedRequest request)
      throws IOException, InterruptedException {
    window.review(request.request().requestId());
    window.picture(out.file("02-review.png"));
    window.readEverything();
    window.type("phrase", DemoActor.phrase(request));
    window.press("approve");
    sign(window, true);
    window.picture(out.file("04-done.png"));
    say(
        "approved in the window with "
            + world.token().name()
            + (world.token().isTouched() ? ", PIN and touch" : " and PIN"));
    window.press("back-to-inbox");
  }

  /** Enters the PIN, touches what is touched, and waits for the result. */
  private void sign(DeskSession window, boolean pictured) throws IOException, InterruptedException {
    window.await("pin");
    if (pictured && !world.token().isTouched()) {
      window.picture(out.file("03-card.png"));
    }
    window.type("pin", world.token().pin());
    window.enter("pin");
    if (world.token().isTouched()) {
      window.await("demo-touch");
      if (pictured) {
        window.picture(out.file("03-touch.png"));
      }
      window.press("demo-touch");
    }
    window.await("result");
  }

  private void redeem(DemoActor agent, VerifiedRequest request, DemoExecutor executor)
      throws IOException, InterruptedException {
    DemoRequester.Status status = agent.status(request, SHORT_WAIT);
    if (status.grant().isEmpty()) {
      held("the gateway accepted the proof and granted", false);
      return;
    }
    held("the gateway accepted the proof and granted", status.state().equals("approved"));
    Bytes grant = status.grant().get();
    DemoActor.Redemption first = agent.redeem(grant, executor);
    boolean granted =
        first.result() instanceof Redeemed.Granted given
            && given.request().sha256().equals(request.sha256());
    held("the executor redeemed the grant and got the signed request", granted);
    if (granted) {
      executor.report(first.id(), "executed");
    }
    Redeemed second = agent.redeem(grant, executor).result();
    held("a second redemption was refused" + code(second), second instanceof Redeemed.Refused);
  }

  private static String code(Redeemed result) {
    return result instanceof Redeemed.Refused(String code) ? " (" + code + ")" : "";
  }

  /** Sends the accepted proof once more, with evidence from the log as it is now. */
  private void replay(VerifiedRequest request) throws IOException, InterruptedException {
    DecisionOutcome.Accepted accepted = accepted(request);
    GatewayAnswer<Bytes> answer =
        desk.gateway()
            .submit(request.request().requestId(), accepted.proof(), logEvidence(accepted.proof()));
    boolean refused = answer instanceof GatewayAnswer.Refused<Bytes>;
    String code = answer instanceof GatewayAnswer.Refused<Bytes> no ? " (" + no.code() + ")" : "";
    held("the replayed proof was refused" + code, refused);
  }

  private Envelope logEvidence(Bytes proof) throws IOException, InterruptedException {
    try {
      byte[] bytes = ApprovalProof.parse(proof.toArray()).statement().toArray();
      DecisionStatement statement = DecisionStatement.parse(bytes);
      Digest challenge = DecisionStatement.challenge(bytes);
      long intent = statement.log().intentIndex();
      long size = statement.log().size();
      Bytes leaf = desk.log().entries(intent + 1, 1).getFirst().leaf();
      long witnessed = witnessedSize();
      LogEvidence evidence =
          new LogEvidence(
              challenge,
              leaf,
              desk.log().inclusionProof(intent, size).path(),
              witnessed,
              desk.log()
                  .consistencyProof(Math.min(size, witnessed), Math.max(size, witnessed))
                  .path());
      return Envelope.sign(
          PayloadType.LOG_EVIDENCE, evidence.json(), FileDeviceKey.open(world.desk().deviceKey()));
    } catch (RefusedException impossible) {
      throw new IOException("the accepted proof cannot be read back", impossible);
    }
  }

  private long witnessedSize() throws IOException, InterruptedException {
    if (desk.gateway().witnessed()
        instanceof GatewayAnswer.Given<Optional<WitnessedHead>>(Optional<WitnessedHead> head)) {
      return head.orElseThrow(() -> new IOException("no head of this log is witnessed")).size();
    }
    throw new IOException("the gateway does not tell the witnessed head");
  }

  private void deny(DeskSession window, DemoActor pipeline, VerifiedRequest request)
      throws IOException, InterruptedException {
    window.review(request.request().requestId());
    window.press("deny");
    window.type("deny-reason", "The image is not pinned: deploy it by digest.");
    window.enter("deny-reason");
    sign(window, false);
    window.press("back-to-inbox");
    String state = pipeline.status(request, SHORT_WAIT).state();
    held("shop-ci was denied", state.equals("denied"));
  }

  private void withdraw(DeskSession window, DemoActor vendor, VerifiedRequest request)
      throws IOException, InterruptedException {
    vendor.withdraw(request);
    window.awaitGone(card(request));
    held("hydra-svc withdrew its request, and it left the inbox", true);
  }

  private void expire(DeskSession window, DemoActor responder, VerifiedRequest request)
      throws IOException, InterruptedException {
    clock.advance(PAST_EXPIRY);
    desk.services().inbox().endDue();
    window.awaitGone(card(request));
    String state = responder.status(request, SHORT_WAIT).state();
    held(
        "r.lindqvist's request expired (the demo's clock was moved ahead)",
        state.equals("expired"));
  }

  private void evidence(VerifiedRequest approved) throws IOException, InterruptedException {
    DecisionOutcome.Accepted accepted = accepted(approved);
    out.write("request.dsse.json", approved.envelope().wire());
    out.write("proof.json", accepted.proof().toArray());
    out.write("receipt.json", accepted.receipt().toArray());
    out.write("trust.json", world.gateway().trust().bytes());
    Optional<String> failure = desk.witnessHead();
    held("the audit log's last entry was witnessed", failure.isEmpty());
    out.write(
        "checkpoint.txt",
        desk.log()
            .newestCheckpoint()
            .orElseThrow(() -> new IOException("the audit log has no checkpoint"))
            .toBytes());
    desk.close();
    Files.copy(world.desk().auditLog(), out.file("audit.db"));
    say("evidence and pictures are in " + out.path());
  }

  private DecisionOutcome.Accepted accepted(VerifiedRequest request) throws IOException {
    return desk.log().entries(desk.log().head().size(), 1000).stream()
        .filter(entry ->
            entry.content() instanceof Content.Ended ended
                && ended.requestSha256().equals(request.sha256().value())
                && ended.outcome() instanceof DecisionOutcome.Accepted)
        .map(entry -> (DecisionOutcome.Accepted) ((Content.Ended) entry.content()).outcome())
        .findFirst()
        .orElseThrow(() -> new IOException("the audit log does not have the accepted proof"));
  }

  private static String card(VerifiedRequest request) {
    return "inbox-" + request.request().requestId();
  }

  private void held(String what, boolean holds) {
    everythingHeld &= holds;
    print.println((holds ? "  ok    " : "  FAILED ") + what);
  }

  private void say(String what) {
    print.println("        " + what);
  }
}
