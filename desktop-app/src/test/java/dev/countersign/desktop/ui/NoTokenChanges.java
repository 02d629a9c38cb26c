package dev.countersign.desktop.ui;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.proof.Bytes;

/** Changes that are offered and never asked for. */
class NoTokenChanges implements EnrolledTokenChanges {
  @Override
  public Ended add(Token fresh, String name, Person person) {
    throw new AssertionError("not asked for");
  }

  @Override
  public Ended add(Card fresh, CardCertificate certificate, String name, Person person) {
    throw new AssertionError("not asked for");
  }

  @Override
  public Ended rename(Bytes id, String name, Person person) throws InterruptedException {
    throw new AssertionError("not asked for");
  }

  @Override
  public Ended revoke(Bytes id, boolean last, Person person) {
    throw new AssertionError("not asked for");
  }
}
