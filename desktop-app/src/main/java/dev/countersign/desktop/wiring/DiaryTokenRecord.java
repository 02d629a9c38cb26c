package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.enrollment.TokenRecord;
import dev.countersign.proof.Bytes;
import java.util.Optional;

/** Changes of tokens made in the window, in the open desk's diary. */
record DiaryTokenRecord(DeskDiary diary) implements TokenRecord {
  @Override
  public Optional<String> added(Bytes token, String name) {
    return diary.tokenAdded(token, name).map(AuditFault::sentence);
  }

  @Override
  public Optional<String> renamed(Bytes token, String name) {
    return diary.tokenRenamed(token, name).map(AuditFault::sentence);
  }

  @Override
  public Optional<String> revoked(Bytes token, String name) {
    return diary.tokenRevoked(token, name).map(AuditFault::sentence);
  }
}
