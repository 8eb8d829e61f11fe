package dev.omnibus.mcp.transport;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads an event stream as it comes (WHATWG, server-sent events). Lines are cut as bytes and only
 * then decoded, so a chunk may end anywhere, in the middle of a character too.
 */
final class SseParser {
  private final int maxBytes;
  private final Consumer<SseEvent> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private String lastEventId = "";
  private long retryMillis = -1;
  private boolean hasData;
  private boolean afterCr;
  private boolean first = true;
  private boolean overflow;

  SseParser(int maxBytes, Consumer<SseEvent> events) {
    this.maxBytes = maxBytes;
    this.events = events;
  }

  /** False when an event grew over the bound: nothing more is read then. */
  boolean feed(Buffer chunk) {
    for (int i = 0; i < chunk.length() && !overflow; i++) {
      byte b = chunk.getByte(i);
      boolean crLf = afterCr && b == '\n';
      afterCr = b == '\r';
      if (b == '\r' || b == '\n' && !crLf) {
        endLine();
      } else if (!crLf) {
        line.write(b);
        overflow = line.size() + data.length() > maxBytes;
      }
    }
    return !overflow;
  }

  /** Empty when the server never gave one. */
  String lastEventId() {
    return lastEventId;
  }

  /** How long to wait before a resumption, if the server said so. */
  OptionalLong retryMillis() {
    return retryMillis < 0 ? OptionalLong.empty() : OptionalLong.of(retryMillis);
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (first && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    first = false;
    if (text.isEmpty()) {
      dispatch();
    } else if (text.charAt(0) != ':') {
      field(text);
    }
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    String key = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (key) {
      case "data" -> data(value);
      case "event" -> name = value;
      case "id" -> lastEventId = value.indexOf('\0') < 0 ? value : lastEventId;
      case "retry" -> retryMillis = value.matches("\\d{1,9}") ? Long.parseLong(value) : retryMillis;
      default -> {
        // The standard says: ignore it.
      }
    }
  }

  private void data(String value) {
    if (hasData) {
      data.append('\n');
    }
    hasData = true;
    data.append(value);
  }

  private void dispatch() {
    SseEvent event = new SseEvent(name.isEmpty() ? "message" : name, data.toString());
    boolean real = hasData;
    name = "";
    hasData = false;
    data.setLength(0);
    if (data.capacity() > 64 * 1024) {
      data.trimToSize();
    }
    if (real) {
      events.accept(event);
    }
  }
}
