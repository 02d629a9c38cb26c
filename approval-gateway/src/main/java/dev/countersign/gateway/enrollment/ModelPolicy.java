package dev.countersign.gateway.enrollment;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which models of tokens an organisation takes. A model is only as sure as its attestation.
 *
 * @param allowed AAGUIDs as lower-case UUIDs; empty allows all that are not denied
 * @param denied AAGUIDs that are never taken
 * @param metadata what the FIDO metadata service says of models, if it is used
 */
public record ModelPolicy(
    Set<String> allowed, Set<String> denied, Optional<MetadataBlob> metadata) {

  public ModelPolicy {
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
  }

  /** Takes every model. */
  public static ModelPolicy any() {
    return new ModelPolicy(Set.of(), Set.of(), Optional.empty());
  }

  /** Attestation roots of a model, from the metadata. */
  List<X509Certificate> roots(String aaguid) {
    return metadata
        .flatMap(blob -> blob.model(aaguid))
        .map(MetadataBlob.Model::roots)
        .orElse(List.of());
  }

  /** Refuses a model that is not taken, is known to be broken, or cannot be judged now. */
  void require(String aaguid, Instant now) throws RefusedException {
    if (denied.contains(aaguid) || !(allowed.isEmpty() || allowed.contains(aaguid))) {
      throw refused("this model of token is not taken here");
    }
    if (metadata.isPresent() && !now.isBefore(metadata.get().nextUpdate())) {
      throw refused("the token metadata is out of date, so no model can be judged");
    }
    Optional<String> broken =
        metadata.flatMap(blob -> blob.model(aaguid)).flatMap(MetadataBlob.Model::broken);
    if (broken.isPresent()) {
      throw refused("this model of token is reported as " + broken.get());
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(RefusalCode.TOKEN_NOT_ALLOWED, why);
  }
}
