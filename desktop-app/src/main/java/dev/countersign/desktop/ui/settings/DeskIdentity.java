package dev.countersign.desktop.ui.settings;

import dev.countersign.desktop.ui.common.Ui.Fact;
import java.util.List;

/**
 * Who and what this desk is, as enrolment pinned it.
 *
 * @param gatewayName the gateway's identifier ({@code iss})
 * @param demo whether the gateway is a demo, hence whether nothing here is real
 * @param approver who decides here
 * @param deviceKeyId RFC 7638 thumbprint of the device key
 * @param more further lines for the settings: paths, pinned key ids, version
 */
public record DeskIdentity(
    String gatewayName, boolean demo, String approver, String deviceKeyId, List<Fact> more) {
  public DeskIdentity {
    more = List.copyOf(more);
  }
}
