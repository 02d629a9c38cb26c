package dev.countersign.desktop.subscription;

import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The feed calls that answer at once or after a bounded wait. */
final class FeedCalls {
  private static final int MAX_ANSWER = 1 << 20;

  private final DpopHttp http;

  FeedCalls(DpopHttp http) {
    this.http = http;
  }

  /** What is pending, and the sequence after which the feed continues. */
  record PendingList(List<String> requestIds, long next) {}

  /** Events in order, and the sequence after which the feed continues. */
  record Polled(List<FeedEvent> events, long next) {}

  PendingList pending() throws IOException, InterruptedException {
    ObjectReader answer = get(Call.get("/v1/requests?state=pending"));
    try {
      return new PendingList(answer.identifiers("requests"), answer.unsigned("next"));
    } catch (RefusedException unreadable) {
      throw new IOException("the gateway's list is not readable", unreadable);
    }
  }

  Polled poll(long after, Duration wait) throws IOException, InterruptedException {
    Call call =
        Call.get("/v1/feed/poll?after=" + after + "&wait=" + wait.toSeconds())
            .within(wait.plus(Call.ORDINARY));
    ObjectReader answer = get(call);
    try {
      List<FeedEvent> events = new ArrayList<>();
      for (ObjectReader item : answer.readers("events")) {
        events.add(FeedEvent.read(item.unsigned("seq"), item.string("event"), item));
      }
      return new Polled(events, answer.unsigned("next"));
    } catch (RefusedException unreadable) {
      throw new IOException("the gateway's events are not readable", unreadable);
    }
  }

  private ObjectReader get(Call call) throws IOException, InterruptedException {
    return switch (http.send(call)) {
      case Reply.Success success -> {
        try {
          yield new ObjectReader(
              StrictJson.parseObject(success.body().toArray(), MAX_ANSWER),
              "answer",
              RefusalCode.MALFORMED_JSON);
        } catch (RefusedException unreadable) {
          throw new IOException("the gateway's answer is not readable", unreadable);
        }
      }
      case Reply.Problem problem -> throw new IOException("the gateway answered " + problem.code());
      case Reply.NoAnswer(String reason) -> throw new IOException(reason);
    };
  }
}
