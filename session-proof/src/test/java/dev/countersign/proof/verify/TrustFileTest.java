package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TrustFileTest {
  private final TrustFile trust = Fixture.trust();

  @Test
  @DisplayName("a trust file reads back as it was written")
  void readsBack() throws RefusedException {
    assertThat(TrustFile.parse(trust.bytes())).isEqualTo(trust);
  }

  @Test
  @DisplayName("S0.5 an approver, device or token that stands twice is refused")
  void refusesTwins() {
    List<TrustFile.Approver> twice = new ArrayList<>(trust.approvers());
    twice.add(trust.approvers().getFirst());
    refused(new TrustFile(trust.gateway(), trust.audience(), twice));
    TrustFile.Approver first = trust.approvers().getFirst();
    TrustFile.Approver sameTokens =
        new TrustFile.Approver("someone-else", "p", first.groups(), first.tokens(), List.of());
    refused(new TrustFile(trust.gateway(), trust.audience(), List.of(first, sameTokens)));
    TrustFile.Approver sameDevices =
        new TrustFile.Approver("someone-else", "p", first.groups(), List.of(), first.devices());
    refused(new TrustFile(trust.gateway(), trust.audience(), List.of(first, sameDevices)));
  }

  @Test
  @DisplayName("S0.5 a token whose key has a foreign form is refused when the file is read")
  void refusesForeignKeys() {
    String text = new String(trust.bytes(), StandardCharsets.UTF_8);
    String cose = Fixture.TOKEN.cose().base64Url();
    for (String foreign :
        List.of("AA", Fixture.TOKEN.cose().slice(0, 76).base64Url(), "BB" + cose.substring(2))) {
      assertThatThrownBy(() -> TrustFile.parse(Bytes.utf8(text.replace(cose, foreign)).toArray()))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_JSON));
    }
  }

  @Test
  @DisplayName("S1.3 a gateway key that stands twice is refused")
  void refusesTwinKeys() {
    List<GatewayKeys.Pinned> keys = new ArrayList<>(trust.gateway().keys());
    keys.addAll(trust.gateway().keys());
    GatewayKeys twice = new GatewayKeys(trust.gateway().issuer(), keys);
    refused(new TrustFile(twice, trust.audience(), trust.approvers()));
  }

  private static void refused(TrustFile trust) {
    assertThatThrownBy(() -> TrustFile.parse(trust.bytes()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("twice");
  }
}
