package dev.countersign.desktop.subscription;

import dev.countersign.desktop.approval.Ending;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.PathSegment;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Turns a hint into an inbox item: fetches the envelope, verifies it, presents it. */
final class RequestFetch {
  private final DpopHttp http;
  private final GatewayKeys pinned;
  private final Inbox inbox;
  private final InstantSource clock;

  RequestFetch(DpopHttp http, GatewayKeys pinned, Inbox inbox, InstantSource clock) {
    this.http = http;
    this.pinned = pinned;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Applies one event; repeating it changes nothing. */
  void apply(FeedEvent event) throws IOException, InterruptedException {
    switch (event.kind()) {
      case PENDING, CHANGED -> fetch(event.requestId());
      case WITHDRAWN -> inbox.end(event.requestId(), Ending.WITHDRAWN);
      case EXPIRED -> inbox.end(event.requestId(), Ending.EXPIRED);
      case CONSUMED -> inbox.end(event.requestId(), Ending.DECIDED_ELSEWHERE);
      case REVOKED -> inbox.end(event.requestId(), Ending.REVOKED);
      case HEAD -> {
        // Another device of this approver moved its log; nothing to show.
      }
    }
  }

  /** Fetches one request into the inbox; one that is gone meanwhile is left out. */
  void fetch(String requestId) throws IOException, InterruptedException {
    Reply reply =
        http.send(Call.get("/v1/requests/" + PathSegment.encode(requestId) + "/envelope"));
    switch (reply) {
      case Reply.Success success -> inbox.put(item(requestId, success.body().toArray()));
      case Reply.Problem problem when saysGone(problem) -> {
        // Gone between the hint and the call; the feed says how it ended.
      }
      case Reply.Problem problem -> throw new IOException("the gateway answered " + problem.code());
      case Reply.NoAnswer(String reason) -> throw new IOException(reason);
    }
  }

  /** A proxy may answer with these statuses too, but only the gateway names its code. */
  private static boolean saysGone(Reply.Problem problem) {
    return (problem.status() == 404 || problem.status() == 422)
        && problem.body().get("code").isPresent();
  }

  private InboxItem item(String requestId, byte[] wire) {
    Instant now = clock.instant();
    try {
      VerifiedRequest verified = VerifiedRequest.verify(wire, pinned);
      if (!verified.request().requestId().equals(requestId)) {
        throw new RefusedException(
            RefusalCode.REQUEST_MISMATCH, "the gateway gave another request than it announced");
      }
      return new InboxItem.Approvable(Presentation.of(verified), now);
    } catch (RefusedException refused) {
      return new InboxItem.NotApprovable(
          requestId, refused.code(), String.valueOf(refused.getMessage()), now);
    }
  }
}
