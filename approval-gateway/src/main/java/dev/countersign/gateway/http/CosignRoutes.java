package dev.countersign.gateway.http;

import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.log.AddCheckpoint;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The call of C2SP tlog-witness, below the submission prefix {@code /witness}. */
final class CosignRoutes {
  private final Cosigner cosigner;

  CosignRoutes(Cosigner cosigner) {
    this.cosigner = cosigner;
  }

  void register(RoutesConfig routes) {
    routes.post("/witness/add-checkpoint", this::add);
  }

  private void add(Context http) {
    Exchange exchange = new Exchange(http);
    switch (cosigner.add(exchange.body(AddCheckpoint.MAX_BYTES), exchange.correlationId())) {
      case Cosigner.Answer.Cosigned(String line) ->
          http.status(200).contentType("text/plain; charset=utf-8").result(line);
      case Cosigner.Answer.Known(long size) ->
          http.status(409).contentType("text/x.tlog.size").result(size + "\n");
      case Cosigner.Answer.Malformed(String reason) -> throw ApiException.badRequest(reason);
      case Cosigner.Answer.UnknownLog() -> throw ApiException.notFound("the log is not known here");
      case Cosigner.Answer.NotTrusted(String reason) -> throw ApiException.notTrusted(reason);
      case Cosigner.Answer.NotConsistent() ->
          throw ApiException.refused(RefusalCode.LOG_FORK, "the path does not hold");
    }
  }
}
