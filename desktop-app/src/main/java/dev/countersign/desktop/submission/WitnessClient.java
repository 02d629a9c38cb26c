package dev.countersign.desktop.submission;

import dev.countersign.desktop.approval.WitnessPort;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.AddCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** The call {@code add-checkpoint} of C2SP tlog-witness. */
public final class WitnessClient implements WitnessPort {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final URI address;
  private final Wire wire;
  private final InstantSource clock;

  /**
   * @param prefix the submission prefix, without a final slash
   */
  public WitnessClient(HttpClient client, URI prefix, InstantSource clock) {
    this.address = URI.create(prefix + "/add-checkpoint");
    this.wire = new Wire(client, clock);
    this.clock = clock;
  }

  @Override
  public Answer add(AddCheckpoint body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body.toBytes())).build();
    try {
      return answer(wire.exchange(request, Wire.wholeBody(), clock.instant().plus(DEADLINE)));
    } catch (IOException failed) {
      return new Answer.NoAnswer("it could not be reached, or took too long");
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case 200 -> new Answer.Lines(Bytes.of(response.body()));
      case 403 -> new Answer.NotTrusted();
      case 404 -> new Answer.UnknownLog();
      case 409 -> known(response.body());
      case 422 -> new Answer.NotConsistent();
      default -> new Answer.NoAnswer("it answered " + response.statusCode());
    };
  }

  /** A size in decimal and a newline; anything else says nothing. */
  private static Answer known(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return text.matches("(0|[1-9][0-9]{0,14})\\n")
        ? new Answer.Known(Long.parseLong(text.strip()))
        : new Answer.NoAnswer("its answer was not readable");
  }
}
