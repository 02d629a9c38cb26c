package dev.countersign.gateway.enrollment;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;

/** Makes {@code trust.json} from the enrolments ({@code docs/protocol.md} §7). */
public final class TrustExport {
  private final GatewayIdentity identity;
  private final DirectoryStore directory;
  private final CardPolicy cards;

  /**
   * An export.
   *
   * @param cards which cards the gateway takes
   */
  public TrustExport(GatewayIdentity identity, DirectoryStore directory, CardPolicy cards) {
    this.cards = cards;
    this.identity = identity;
    this.directory = directory;
  }

  /** The trust file as of now. */
  public TrustFile export() {
    List<TrustFile.Approver> approvers =
        directory.approvers().stream().map(this::approver).toList();
    return new TrustFile(identity.keys(), identity.audience(), approvers, cards.export().get());
  }

  private TrustFile.Approver approver(Approver approver) {
    List<TrustFile.Token> tokens =
        directory.tokens().stream()
            .filter(token -> token.approver().equals(approver.id()))
            .map(token -> token(token, approver))
            .toList();
    List<TrustFile.Device> devices =
        directory.devices().stream()
            .filter(device -> device.approver().equals(approver.id()))
            .map(device -> device(device, approver))
            .toList();
    return new TrustFile.Approver(
        approver.id(), approver.person(), approver.groups(), tokens, devices);
  }

  private static TrustFile.Token token(Token token, Approver approver) {
    return new TrustFile.Token(token.credential(), revoked(token.standing(), approver));
  }

  private static TrustFile.Device device(Device device, Approver approver) {
    return new TrustFile.Device(device.key(), revoked(device.standing(), approver));
  }

  // The ledger does not say since when, so nothing it ever signed counts: too strict, never too
  // lax.
  private static OptionalLong revoked(Standing standing, Approver approver) {
    return standing == Standing.ACTIVE && !approver.revoked()
        ? OptionalLong.empty()
        : OptionalLong.of(0);
  }
}
