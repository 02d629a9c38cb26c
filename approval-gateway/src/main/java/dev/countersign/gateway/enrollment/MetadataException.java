package dev.countersign.gateway.enrollment;

/** A metadata BLOB that cannot be trusted or read. */
public final class MetadataException extends Exception {
  private static final long serialVersionUID = 1;

  MetadataException(String why) {
    super(why);
  }

  MetadataException(String why, Throwable cause) {
    super(why, cause);
  }
}
