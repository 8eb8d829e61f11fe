package dev.omnibus.mcp;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Asks for a sign of life and writes down what came. */
final class Probes {
  private Probes() {}

  static Future<ProbeAnswer> ask(Calls calls, Dialect dialect, String method, Duration timeout) {
    long start = System.nanoTime();
    return calls
        .call(dialect, method, null, RequestOptions.within(timeout))
        .map(Probes::received)
        .recover(Probes::aliveAfterAll)
        .map(received -> new ProbeAnswer(method, received, System.nanoTime() - start));
  }

  private static String received(JsonObject reply) {
    return reply.getValue("error") instanceof JsonObject error
        ? McpException.rpc(error).safeMessage()
        : "result";
  }

  /** Over HTTP an error reply may come with a status that says no: it is a reply all the same. */
  private static Future<String> aliveAfterAll(Throwable failure) {
    return failure instanceof McpException mcp && mcp.kind() == McpException.Kind.RPC_ERROR
        ? Future.succeededFuture(mcp.safeMessage())
        : Future.failedFuture(failure);
  }
}
