package dev.omnibus.bridge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Frames as no proper client sends them, the same for the same seed. */
final class FrameFuzz {

  private static final List<String> PROPER =
      List.of(
          "{\"type\":\"ping\"}",
          "{\"type\":\"register\",\"address\":\"event.server.status\",\"headers\":{}}",
          "{\"type\":\"register\",\"address\":\"event.server.health\",\"headers\":{\"server\":\"files\"}}",
          "{\"type\":\"register\",\"address\":\"event.breaker.state\",\"headers\":{\"since\":{\"n1\":1}}}",
          "{\"type\":\"unregister\",\"address\":\"event.server.status\",\"headers\":{}}",
          "{\"type\":\"send\",\"address\":\"query.server.list\",\"replyAddress\":\"r\",\"body\":{}}",
          "{\"type\":\"send\",\"address\":\"query.feed.resume\",\"replyAddress\":\"r\",\"body\":"
              + "{\"address\":\"event.server.status\",\"since\":{\"n1\":3},\"headers\":{}}}",
          "{\"type\":\"send\",\"address\":\"command.server.restart\",\"body\":{\"server\":\"x\"}}",
          "{\"type\":\"send\",\"address\":\"bridge.renew\",\"body\":{\"token\":\"a.b.c\"}}",
          "{\"type\":\"publish\",\"address\":\"event.server.status\",\"body\":{}}",
          "{\"action\":\"subscribe\",\"event_types\":[\"mcp_status_change\"],\"filters\":{}}",
          "{\"action\":\"unsubscribe\",\"subscription_id\":\"sub_00000000\"}",
          "{\"action\":\"get_metadata\"}",
          "ping",
          "[\"{\\\"type\\\":\\\"ping\\\"}\"]");

  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "1e999",
          "true",
          "\"\"",
          "{}",
          "[]",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[".repeat(2_000),
          "\"" + "x".repeat(3_000) + "\"",
          "{\"a\":".repeat(1_500));

  private final Random random;

  FrameFuzz(long seed) {
    random = new Random(seed);
  }

  /** The next frame with its header; most are text, few break the protocol itself. */
  byte[] next(boolean sockJs) {
    int dice = random.nextInt(1_000);
    if (dice < 4) {
      return noise(2 + random.nextInt(30));
    }
    if (dice < 40) {
      return frame(random.nextInt(256), noise(random.nextInt(120)));
    }
    if (dice < 80) {
      return frame(0x82, noise(random.nextInt(300)));
    }
    String text = dice < 300 ? PROPER.get(random.nextInt(PROPER.size())) : mutated();
    String sent = sockJs && random.nextInt(200) != 0 ? quoted(text) : text;
    return frame(dice < 100 ? 0x82 : 0x81, sent.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a client waits for the answer to its handshake, as most do. */
  boolean waits() {
    return random.nextInt(10) > 0;
  }

  private static String quoted(String text) {
    return new io.vertx.core.json.JsonArray().add(text).encode();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String mutated() {
    StringBuilder text = new StringBuilder(PROPER.get(random.nextInt(PROPER.size())));
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(text);
    }
    return text.toString();
  }

  private void mutate(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, (char) random.nextInt(0x3000));
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.replace(at, end, VALUES.get(random.nextInt(VALUES.size())));
      default -> value(text);
    }
  }

  /** Something else where a value stood. */
  private void value(StringBuilder text) {
    int colon = text.indexOf(":", random.nextInt(text.length() + 1));
    if (colon >= 0) {
      int end = Math.max(text.indexOf(",", colon), colon + 1);
      text.replace(colon + 1, end, VALUES.get(random.nextInt(VALUES.size())));
    }
  }

  /** A masked frame; the mask is zero, which is allowed. */
  private static byte[] frame(int head, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.write(head);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.write(0);
    out.write(0);
    out.write(0);
    out.write(0);
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
