package dev.countersign.desktop.demo;

import dev.countersign.desktop.ui.DeskToolkit;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.proof.decision.DecisionStatement.App;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The demo. Its world lives in a temporary folder and is gone afterwards; what a headless run is
 * asked to leave stays.
 */
public final class Demo {
  private final App app;
  private final PrintStream print;
  private final DemoClock clock = new DemoClock();

  public Demo(App app, PrintStream print) {
    this.app = app;
    this.print = print;
  }

  /**
   * Runs it.
   *
   * @param token what the approver holds
   * @param out where a headless run leaves its evidence; without it, opens the window
   * @return whether everything held
   * @throws UnusableFolderException when the evidence cannot be left there
   * @throws TokenUnavailableException where this system lacks what the token needs
   * @throws IOException when the demo cannot be set up
   */
  public boolean run(HeldToken token, Optional<Path> out)
      throws IOException, InterruptedException, DeskToolkit.ToolkitMissingException {
    // First, because nobody wants to hear after a minute that the folder cannot be used.
    Optional<EvidenceFolder> evidence = Optional.empty();
    if (out.isPresent()) {
      evidence = Optional.of(EvidenceFolder.prepare(out.get()));
    }
    try (DemoFolder folder = DemoFolder.create();
        DemoWorld world = DemoWorld.start(token, folder.path(), clock)) {
      print.println(
          "DEMO: nothing here is real. Gateway "
              + DemoWorld.ISSUER
              + " at "
              + world.gateway().base()
              + ", token: "
              + world.token().name());
      return run(world, evidence);
    }
  }

  private boolean run(DemoWorld world, Optional<EvidenceFolder> evidence)
      throws IOException, InterruptedException, DeskToolkit.ToolkitMissingException {
    DemoKey shown = new DemoKey(world.token().pin(), world.token()::touch);
    Opening opening =
        new Wiring(app, clock).open(world.desk(), world.token().machine(), Optional.of(shown));
    OpenDesk desk =
        switch (opening) {
          case Opening.Open(OpenDesk open) -> open;
          case Opening.Refused(String sentence) -> throw new IOException(sentence);
        };
    try (desk) {
      if (evidence.isEmpty()) {
        new WindowDemo(world, desk, print).run();
        return true;
      }
      boolean held = new HeadlessDemo(world, desk, clock, evidence.get(), print).run();
      print.println(
          held
              ? "verdict: one approval, end to end, and everything held"
              : "verdict: FAILED, see above");
      return held;
    }
  }
}
