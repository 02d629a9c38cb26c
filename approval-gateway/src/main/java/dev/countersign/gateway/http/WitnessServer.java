package dev.countersign.gateway.http;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.proof.json.JsonObject;
import io.javalin.Javalin;
import io.javalin.util.JavalinException;
import java.net.URI;

/** The HTTP server of a witness that stands alone: it cosigns, and nothing else. */
public final class WitnessServer implements AutoCloseable {
  private final Listen listen;
  private final Javalin javalin;

  public WitnessServer(Cosigner cosigner, Listen listen, Ids ids) {
    this.listen = listen;
    this.javalin =
        Serving.create(
            listen,
            ids,
            routes -> {
              new CosignRoutes(cosigner).register(routes);
              JsonObject ok = JsonObject.builder().put("status", "ok").build();
              routes.get("/health/live", http -> new Exchange(http).json(200, ok));
            });
  }

  /**
   * Starts to listen.
   *
   * @return the submission prefix, without a final slash
   * @throws CannotListenException if the address is taken, or none of this machine
   */
  public URI start() {
    try {
      javalin.start();
    } catch (JavalinException notStarted) {
      throw new CannotListenException(listen, notStarted);
    }
    return URI.create(listen.addresses(javalin.port()).getFirst() + "/witness");
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
