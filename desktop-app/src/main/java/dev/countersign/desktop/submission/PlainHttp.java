package dev.countersign.desktop.submission;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;

/** Calls to a gateway by a client that it does not know yet. */
public final class PlainHttp {
  private final GatewayAddress address;
  private final InstantSource clock;
  private final Wire wire;

  public PlainHttp(HttpClient client, GatewayAddress address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
    this.wire = new Wire(client, clock);
  }

  public GatewayAddress address() {
    return address;
  }

  /** Makes one call and reads its whole answer (at most 1 MiB). */
  public Reply send(Call call) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.at(call.path()));
    call.content().ifPresent(content -> request.header("Content-Type", content.mediaType()));
    request.method(
        call.method(),
        call.content()
            .map(content -> BodyPublishers.ofByteArray(content.body().toArray()))
            .orElseGet(BodyPublishers::noBody));
    try {
      return Wire.reply(
          wire.exchange(request.build(), Wire.wholeBody(), clock.instant().plus(call.deadline())));
    } catch (IOException failed) {
      return new Reply.NoAnswer(Wire.words(failed));
    }
  }
}
