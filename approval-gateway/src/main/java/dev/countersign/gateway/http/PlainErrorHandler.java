package dev.countersign.gateway.http;

import dev.countersign.gateway.Ids;
import dev.countersign.proof.json.JsonWriter;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is answered when a call is so broken that it never reaches a route: a problem without any
 * detail, in place of the server's own pages.
 */
final class PlainErrorHandler extends ErrorHandler {
  private final Ids ids;

  PlainErrorHandler(Ids ids) {
    this.ids = ids;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String correlation = ids.next("c_");
    ApiException problem = ApiException.badRequest("never reached a route");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(Exchange.CORRELATION_HEADER, correlation);
    String body = JsonWriter.compactText(problem.problem(correlation));
    Content.Sink.write(response, true, body, callback);
    return true;
  }
}
