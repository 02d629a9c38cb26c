package dev.countersign.proof.presentation;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.transaction.CommitmentPlaces;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the approver must see of a verified request: a pure, deterministic function of the signed
 * payload ({@code docs/protocol.md} §3). Every leaf stands in exactly one section, exactly once.
 */
public final class Presentation {
  private final VerifiedRequest request;
  private final List<Leaf> leaves;
  private final Template template;
  private final byte[] canonicalText;
  private final Digest displayDigest;

  private Presentation(VerifiedRequest request, Template template) throws RefusedException {
    this.request = request;
    Leaves walk = Leaves.of(request.payload());
    this.leaves = walk.list();
    this.template = template;
    this.canonicalText = walk.canonicalText();
    this.displayDigest = Digest.sha256(canonicalText);
  }

  /**
   * Presents a request.
   *
   * @throws RefusedException {@code unknown_template} if the request names a template that this
   *     version does not have; {@code too_large} if its canonical text is longer than 4 MiB
   */
  public static Presentation of(VerifiedRequest request) throws RefusedException {
    return new Presentation(
        request, Templates.named(request.request().display(), request.request().details()));
  }

  public VerifiedRequest request() {
    return request;
  }

  /** All leaves in the order of the payload. */
  public List<Leaf> leaves() {
    return leaves;
  }

  /** The same leaves under the template's headings, with their names; made anew on each call. */
  public List<Section> sections() {
    return template.sections(leaves);
  }

  /** One sentence from typed fields: who asks, for whom, for what kind of action. */
  public String headline() {
    return Headline.of(leaves);
  }

  /** Every object that is meant as a committed secret, in the order of the payload. */
  public List<CommitmentPlaces.Found> commitments() {
    return CommitmentPlaces.in(request.request().details());
  }

  /**
   * One line a leaf, {@code pointer TAB type TAB value LF}, independent of template and language.
   */
  public String canonicalText() {
    return new String(canonicalText, StandardCharsets.UTF_8);
  }

  /** SHA-256 of the canonical text in UTF-8: signed, and recomputed by the verifier. */
  public Digest displayDigest() {
    return displayDigest;
  }
}
