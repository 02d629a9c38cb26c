package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.verify.TrustFile.Approver;
import dev.countersign.proof.verify.TrustFile.Device;
import dev.countersign.proof.verify.TrustFile.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads {@code trust.json} under the strict profile. */
final class TrustFileReader {
  private static final RefusalCode CODE = RefusalCode.MALFORMED_JSON;
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private TrustFileReader() {}

  static TrustFile read(byte[] document) throws RefusedException {
    ObjectReader reader =
        new ObjectReader(StrictJson.parseObject(document, MAX_BYTES), "trust", CODE);
    Version.require(reader);
    String issuer = reader.identifier("issuer");
    String audience = reader.identifier("aud");
    List<GatewayKeys.Pinned> keys = new ArrayList<>();
    for (ObjectReader key : reader.readers("gateway_keys")) {
      keys.add(GatewayKeys.Pinned.read(key, CODE));
    }
    List<Approver> approvers = new ArrayList<>();
    for (ObjectReader approver : reader.readers("approvers")) {
      approvers.add(approver(approver));
    }
    X509Trust x509 = X509TrustJson.read(reader.reader("x509"));
    reader.end();
    requireDistinct(reader, keys, approvers);
    return new TrustFile(new GatewayKeys(issuer, keys), audience, approvers, x509);
  }

  /** Nothing stands twice: with two entries of one name, which one counts would be a guess. */
  private static void requireDistinct(
      ObjectReader reader, List<GatewayKeys.Pinned> keys, List<Approver> approvers)
      throws RefusedException {
    List<String> names = new ArrayList<>();
    keys.forEach(key -> names.add("key " + key.key().thumbprint()));
    for (Approver approver : approvers) {
      names.add("approver " + approver.id());
      approver.tokens().forEach(token -> names.add("token " + token.credential().id()));
      approver.devices().forEach(device -> names.add("device " + device.jkt()));
    }
    if (new HashSet<>(names).size() != names.size()) {
      throw reader.refused("approvers", "or gateway_keys name something twice");
    }
  }

  private static Approver approver(ObjectReader reader) throws RefusedException {
    List<Token> tokens = new ArrayList<>();
    for (ObjectReader token : reader.readers("tokens")) {
      tokens.add(token(token));
    }
    List<Device> devices = new ArrayList<>();
    for (ObjectReader device : reader.readers("devices")) {
      devices.add(device(device));
    }
    Approver approver =
        new Approver(
            reader.identifier("id"),
            reader.string("person"),
            reader.identifiers("groups"),
            tokens,
            devices);
    reader.end();
    return approver;
  }

  private static Token token(ObjectReader reader) throws RefusedException {
    Credential credential = Credential.read(reader, CODE);
    Token token = new Token(credential, reader.optionalUnsigned("revoked_at"));
    reader.end();
    return token;
  }

  private static Device device(ObjectReader reader) throws RefusedException {
    if (!(VerifyingKey.fromJwk(reader.object("jwk"), CODE) instanceof P256VerifyingKey key)) {
      throw reader.refused("jwk", "is not a P-256 key");
    }
    if (!reader.identifier("jkt").equals(key.thumbprint())) {
      throw reader.refused("jkt", "is not the thumbprint of the key");
    }
    Device device = new Device(key, reader.optionalUnsigned("revoked_at"));
    reader.end();
    return device;
  }
}
