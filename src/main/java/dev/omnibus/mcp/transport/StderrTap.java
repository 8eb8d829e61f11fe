package dev.omnibus.mcp.transport;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands on what a process says on stderr, line by line; who floods it loses lines, not our memory.
 */
final class StderrTap {
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_WAITING = 1_000;

  private final Context context;
  private final Handler<String> lines;
  private final LineSplitter splitter = new LineSplitter(MAX_LINE_BYTES, this::line, this::line);
  private final AtomicInteger waiting = new AtomicInteger();

  StderrTap(Context context, Handler<String> lines) {
    this.context = context;
    this.lines = lines;
  }

  /** On the pipe thread. */
  void feed(ByteBuffer chunk) {
    splitter.feed(chunk);
  }

  private void line(byte[] line) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    String text = new String(line, StandardCharsets.UTF_8);
    context.runOnContext(
        v -> {
          waiting.decrementAndGet();
          lines.handle(text);
        });
  }
}
