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
  private final LineSplitter splitter = new LineSplitter(MAX_LINE_BYTES, new Lines());
  private final AtomicInteger waiting = new AtomicInteger();

  StderrTap(Context context, Handler<String> lines) {
    this.context = context;
    this.lines = lines;
  }

  /** On the pipe thread. */
  void feed(ByteBuffer chunk) {
    splitter.feed(chunk);
  }

  /** Of a long line its beginning is enough. */
  private final class Lines implements LineSplitter.Lines {

    @Override
    public void line(byte[] line) {
      heard(line);
    }

    @Override
    public void tooLong(byte[] beginning) {
      heard(beginning);
    }
  }

  private void heard(byte[] line) {
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
