package dev.countersign.gateway.http;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An answer of the gateway. */
record Answer(HttpResponse<byte[]> response) {
  int status() {
    return response.statusCode();
  }

  byte[] body() {
    return response.body();
  }

  String text() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  JsonObject json() {
    try {
      return StrictJson.parseObject(body(), 1 << 20);
    } catch (RefusedException notJson) {
      throw new AssertionError("not strict JSON: " + text(), notJson);
    }
  }

  String string(String member) {
    return json().get(member).orElseThrow() instanceof JsonString(String text) ? text : "";
  }

  long number(String member) {
    return json().get(member).orElseThrow() instanceof JsonInteger(long number) ? number : -1;
  }

  JsonObject object(String member) {
    return (JsonObject) json().get(member).orElseThrow();
  }

  String code() {
    return string("code");
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
