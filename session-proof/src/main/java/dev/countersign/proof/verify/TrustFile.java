package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.GatewayKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an outsider trusts: the gateway's keys and its enrolments at the time of export ({@code
 * docs/protocol.md} §7). Exported by the gateway, never derived from a proof. It keeps its keys
 * decoded and finds each enrolment at once, so that one file serves any number of examinations.
 */
public final class TrustFile {
  private final GatewayKeys gateway;
  private final String audience;
  private final List<Approver> approvers;
  private final X509Trust x509;
  private final Map<String, Approver> approversById = new HashMap<>();
  private final Map<String, Owned<Device>> devices = new HashMap<>();
  private final Map<TokenId, Owned<Token>> tokens = new HashMap<>();

  /** Without trust in smart cards. */
  public TrustFile(GatewayKeys gateway, String audience, List<Approver> approvers) {
    this(gateway, audience, approvers, X509Trust.NONE);
  }

  public TrustFile(GatewayKeys gateway, String audience, List<Approver> approvers, X509Trust x509) {
    this.x509 = x509;
    this.gateway = gateway;
    this.audience = audience;
    this.approvers = List.copyOf(approvers);
    for (Approver approver : this.approvers) {
      approversById.putIfAbsent(approver.id(), approver);
      for (Device device : approver.devices()) {
        devices.putIfAbsent(device.jkt(), new Owned<>(approver.id(), device));
      }
      for (Token token : approver.tokens()) {
        tokens.putIfAbsent(token.credential().id(), new Owned<>(approver.id(), token));
      }
    }
  }

  /** An approver with everything enrolled to them. */
  public record Approver(
      String id, String person, List<String> groups, List<Token> tokens, List<Device> devices) {
    public Approver {
      groups = List.copyOf(groups);
      tokens = List.copyOf(tokens);
      devices = List.copyOf(devices);
    }
  }

  /** A token; {@code revokedAt} in Unix seconds. */
  public record Token(Credential credential, OptionalLong revokedAt) {}

  /** A device key; {@code revokedAt} in Unix seconds. */
  public record Device(P256VerifyingKey key, OptionalLong revokedAt) {
    public String jkt() {
      return key.thumbprint();
    }
  }

  /** Something enrolled, and the id of the approver whose it is. */
  record Owned<T>(String approver, T item) {}

  public GatewayKeys gateway() {
    return gateway;
  }

  public String audience() {
    return audience;
  }

  public List<Approver> approvers() {
    return approvers;
  }

  public Optional<Approver> approver(String id) {
    return Optional.ofNullable(approversById.get(id));
  }

  /** Which cards are trusted, and the revocation statements at hand. */
  public X509Trust x509() {
    return x509;
  }

  /** The same file with more revocation statements. */
  public TrustFile with(X509Trust other) {
    return new TrustFile(gateway, audience, approvers, other);
  }

  Optional<Owned<Device>> device(String jkt) {
    return Optional.ofNullable(devices.get(jkt));
  }

  Optional<Owned<Token>> token(TokenId id) {
    return Optional.ofNullable(tokens.get(id));
  }

  /**
   * Reads a trust file.
   *
   * @throws RefusedException {@code malformed_json}, {@code too_large}, {@code unsupported_version}
   *     or {@code unsupported_feature}
   */
  public static TrustFile parse(byte[] document) throws RefusedException {
    return TrustFileReader.read(document);
  }

  /** The document, compact. */
  public byte[] bytes() {
    return TrustFileWriter.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustFile that
        && gateway.equals(that.gateway)
        && audience.equals(that.audience)
        && x509.equals(that.x509)
        && approvers.equals(that.approvers);
  }

  @Override
  public int hashCode() {
    return approvers.hashCode();
  }
}
