package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.enrollment.DeviceKey;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.desktop.enrollment.TokenChanges;
import dev.countersign.desktop.enrollment.TokenRecord;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The tokens of the device enrolled in a folder, for a command beside the closed window. */
public final class FolderTokens implements OwnTokens {
  private final DeskFolder folder;
  private final TokenPort attached;
  private final InstantSource clock;

  /**
   * For one folder.
   *
   * @param attached the keys and cards that are attached now
   */
  public FolderTokens(DeskFolder folder, TokenPort attached, InstantSource clock) {
    this.folder = folder;
    this.attached = attached;
    this.clock = clock;
  }

  @Override
  public List<EnrolledCredential> enrolled() throws IOException {
    return EnrolmentPins.load(folder.enrolment()).credentials();
  }

  @Override
  public Result change(Work work) throws InterruptedException {
    return new ClosedDesk(folder, clock)
        .use(opened -> tried(opened.log(), work), Result.NotUsable::new);
  }

  private Result tried(AuditLog log, Work work) throws InterruptedException {
    try {
      EnrolmentFile enrolment = EnrolmentFile.open(folder.enrolment());
      DeviceKey key = FileDeviceKey.open(folder.deviceKey());
      DpopHttp http =
          new DpopHttp(
              DpopHttp.newClient(),
              new GatewayAddress(enrolment.pins().gateway()),
              new DpopHttp.ClientIdentity(
                  key.publicKey().thumbprint(), enrolment.pins().gatewayKeys().issuer(), key),
              clock);
      TokenChangeOutcome outcome =
          work.on(
              new TokenChanges(
                  enrolment, key, new GatewayClient(http), attached, new InLog(log), clock));
      return new Result.Tried(outcome);
    } catch (IOException unusable) {
      return new Result.NotUsable("The enrolment cannot be used: " + unusable.getMessage() + ".");
    }
  }

  private record InLog(AuditLog log) implements TokenRecord {
    @Override
    public Optional<String> added(Bytes token, String name) {
      return recorded(Change.TOKEN_ADDED, token, name);
    }

    @Override
    public Optional<String> renamed(Bytes token, String name) {
      return recorded(Change.TOKEN_RENAMED, token, name);
    }

    @Override
    public Optional<String> revoked(Bytes token, String name) {
      return recorded(Change.TOKEN_REVOKED, token, name);
    }

    private Optional<String> recorded(Change change, Bytes token, String name) {
      return log.appendEvent(new DeskEvent.TokenEnrolment(change, token, name))
              instanceof AppendOutcome.NotRecorded(var fault)
          ? Optional.of(fault.sentence())
          : Optional.empty();
    }
  }
}
