package dev.countersign.desktop.demo;

import dev.countersign.desktop.demo.DemoExecutor.Redeemed;
import dev.countersign.desktop.ui.DeskSession;
import dev.countersign.desktop.ui.DeskToolkit;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The demo with a window: requesters ask again and again until the window is closed. */
final class WindowDemo {
  private static final Duration BETWEEN_ASKS = Duration.ofSeconds(20);

  private final DemoWorld world;
  private final OpenDesk desk;
  private final PrintStream print;

  WindowDemo(DemoWorld world, OpenDesk desk, PrintStream print) {
    this.world = world;
    this.desk = desk;
    this.print = print;
  }

  /** Returns when the window is closed. */
  void run() throws IOException, InterruptedException, DeskToolkit.ToolkitMissingException {
    DemoExecutor executor = world.executor();
    ExecutorService requesters = Executors.newVirtualThreadPerTaskExecutor();
    try (DeskSession window = DeskSession.open(desk.services())) {
      print.println("This terminal is the requesters' screen. Type the phrases you see here.");
      print.println("The PIN of the " + world.token().name() + " is " + world.token().pin() + ".");
      for (String role : List.of("agent", "pipeline", "vendor", "responder")) {
        DemoActor actor = world.enter(role);
        requesters.execute(() -> live(actor, executor));
      }
      window.awaitClosed();
    } finally {
      requesters.shutdownNow();
    }
  }

  private void live(DemoActor actor, DemoExecutor executor) {
    try {
      while (true) {
        VerifiedRequest request = actor.ask();
        say(actor, "asks; phrase: " + DemoActor.phrase(request));
        DemoRequester.Status status = actor.awaitDecision(request);
        say(actor, "is told: " + status.state());
        if (status.grant().isPresent()) {
          say(actor, act(actor, status, executor));
        }
        Thread.sleep(BETWEEN_ASKS);
      }
    } catch (IOException ended) {
      // A revoked session, for one, ends the requester as it would a real one.
      say(actor, "stops: " + ended.getMessage());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static String act(DemoActor actor, DemoRequester.Status status, DemoExecutor executor)
      throws IOException, InterruptedException {
    DemoActor.Redemption redemption = actor.redeem(status.grant().orElseThrow(), executor);
    return switch (redemption.result()) {
      case Redeemed.Granted _ -> {
        executor.report(redemption.id(), "executed");
        yield "redeemed its grant; the executor did what was signed";
      }
      case Redeemed.Refused(String code) -> "was refused at redemption: " + code;
    };
  }

  private void say(DemoActor actor, String what) {
    print.println(actor.name() + " " + what);
  }
}
