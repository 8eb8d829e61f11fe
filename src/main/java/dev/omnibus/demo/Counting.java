package dev.omnibus.demo;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The long-running tool: counts, tells the client of each step, and stops when it is cancelled. */
final class Counting {
  private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

  private Counting() {}

  static CallToolResult count(McpSyncServerExchange client, CallToolRequest call) {
    int to = ((Number) call.arguments().get("to")).intValue();
    int stepMs = ((Number) call.arguments().getOrDefault("stepMs", 200)).intValue();
    for (int step = 1; step <= to; step++) {
      if (interrupted(stepMs)) {
        LOG.info("tool=count cancelled at={} of={}", step, to);
        return CallToolResult.builder()
            .addTextContent("Cancelled at " + step)
            .isError(true)
            .build();
      }
      tell(client, call.progressToken(), step, to);
    }
    return DemoTools.text("Counted to " + to);
  }

  /** A cancelled request reaches its tool as an interrupt. */
  private static boolean interrupted(int ms) {
    try {
      TimeUnit.MILLISECONDS.sleep(ms);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void tell(McpSyncServerExchange client, Object token, int step, int to) {
    if (token != null) {
      client.progressNotification(
          ProgressNotification.builder(token, step)
              .total((double) to)
              .message(step + " of " + to)
              .build());
    }
  }
}
