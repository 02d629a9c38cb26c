package dev.countersign.desktop.audit;

/** The log could not be read. The fault tells why; nothing was changed. */
public final class AuditUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AuditFault fault;

  AuditUnreadableException(AuditFault fault) {
    super(fault.sentence());
    this.fault = fault;
  }

  AuditUnreadableException(AuditFault fault, Throwable cause) {
    super(fault.sentence(), cause);
    this.fault = fault;
  }

  /** What is wrong with the log. */
  public AuditFault fault() {
    return fault;
  }
}
