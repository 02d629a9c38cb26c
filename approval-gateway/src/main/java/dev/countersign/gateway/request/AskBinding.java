package dev.countersign.gateway.request;

import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.proof.crypto.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/** What binds an ask to its context, for the record of attempts. */
record AskBinding(Map<String, String> attributes) {

  static AskBinding of(RequesterCaller caller, byte[] wire) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("caller", caller.id());
    attributes.put("caller_jkt", caller.jkt());
    attributes.put("caller_address", caller.address());
    attributes.put("ask_envelope_sha256", Digest.sha256(wire).toString());
    return new AskBinding(attributes);
  }

  static AskBinding of(RequesterCaller caller, AskCheck.Checked checked) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("caller", caller.id());
    attributes.put("caller_jkt", caller.jkt());
    attributes.put("caller_address", caller.address());
    attributes.put("ask_envelope_sha256", checked.wireSha256().toString());
    attributes.put("ask_id", checked.ask().askId());
    attributes.put("ask_sha256", checked.envelope().digest().toString());
    attributes.put("session_id", checked.session().id());
    attributes.put("types", String.join(" ", checked.ask().details().types()));
    return new AskBinding(attributes);
  }

  /** These and what the issued request adds. */
  Map<String, String> with(RequestRecord request) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put("request_id", request.id());
    more.put("request_sha256", request.sha256().toString());
    more.put("epoch", request.epoch().base64Url());
    more.put("executor", request.executor());
    more.put("correlation_id", request.correlationId());
    return more;
  }
}
