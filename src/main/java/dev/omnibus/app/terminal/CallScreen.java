package dev.omnibus.app.terminal;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;

/**
 * Shows a call in the terminal: a bar that moves where there is a terminal, lines elsewhere. What
 * comes from a server never reaches the terminal raw.
 */
final class CallScreen {

  private static final int WIDTH = 30;

  private final PrintStream out;
  private final PrintStream err;
  private final Aside aside;
  private final boolean json;
  private final boolean terminal;
  private String bar = "";

  CallScreen(PrintStream out, PrintStream err, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.aside = new Aside(err);
    this.json = json;
    this.terminal = terminal;
  }

  /** What is new of a call. */
  void show(JsonObject call) {
    for (Object one : call.getJsonArray("entries", new JsonArray())) {
      if (one instanceof JsonObject entry) {
        show(entry.getString("kind", ""), entry);
      }
    }
    progress(call.getJsonObject("progress"));
  }

  private void show(String kind, JsonObject entry) {
    if (kind.equals("log")) {
      Object data = entry.getValue("data");
      String text = data instanceof String plain ? plain : Json.encode(data);
      line(entry.getString("level", "log") + " " + text);
    } else if (kind.equals("refused")) {
      line("the server asked for " + entry.getString("method") + ": refused");
    }
  }

  private void progress(JsonObject progress) {
    if (progress == null) {
      return;
    }
    String now = bar(progress);
    if (now.equals(bar)) {
      return;
    }
    bar = now;
    if (terminal) {
      err.print("\r\u001b[K" + now);
      err.flush();
    } else {
      aside.say(now);
    }
  }

  /** {@code [######----] 3 of 10 and what it says}. */
  static String bar(JsonObject progress) {
    double done = progress.getDouble("progress", 0.0);
    double total = progress.getDouble("total", 0.0);
    String message = Printable.of(progress.getString("message", ""));
    String words = message.isEmpty() ? "" : " " + message;
    if (total <= 0) {
      return number(done) + words;
    }
    int full = (int) Math.round(Math.max(0, Math.min(1, done / total)) * WIDTH);
    return "["
        + "#".repeat(full)
        + "-".repeat(WIDTH - full)
        + "] "
        + number(done)
        + " of "
        + number(total)
        + words;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void line(String text) {
    wipe();
    aside.say(text);
    if (terminal && !bar.isEmpty()) {
      err.print(bar);
    }
    err.flush();
  }

  private void wipe() {
    if (terminal && !bar.isEmpty()) {
      err.print("\r\u001b[K");
    }
  }

  void declined(JsonObject question) {
    line(
        "the server asks: "
            + question.getString("message", "")
            + " (declined here; on the page it can be answered)");
  }

  void fail(String why) {
    wipe();
    aside.say(why);
  }

  /** Shows how it ended, and answers the exit code. */
  int end(JsonObject call, Object result) {
    wipe();
    bar = "";
    err.flush();
    if (json) {
      out.println(Printable.of(Json.encode(result == null ? call : result)));
    } else if (result instanceof JsonObject known) {
      content(known);
    }
    out.flush();
    JsonObject error = call.getJsonObject("error");
    if (error != null) {
      fail(error.getString("message", "failed"));
    } else if (result == null) {
      fail(call.getString("state"));
    }
    if (call.containsKey("trace")) {
      fail("trace " + call.getString("trace"));
    }
    boolean failed =
        result instanceof JsonObject known && known.getValue("isError") == Boolean.TRUE;
    return result == null || failed ? 1 : 0;
  }

  private void content(JsonObject result) {
    JsonArray blocks =
        result.getValue("content") instanceof JsonArray known ? known : new JsonArray();
    boolean said = false;
    for (Object one : blocks) {
      if (one instanceof JsonObject block) {
        text(block);
        said = true;
      }
    }
    if (!said || result.containsKey("structuredContent") && blocks.isEmpty()) {
      Object rest = result.getValue("structuredContent");
      text(Json.encodePrettily(rest == null ? result : rest));
    }
  }

  private void text(JsonObject block) {
    switch (block.getString("type", "")) {
      case "text" -> text(String.valueOf(block.getValue("text")));
      case "image", "audio" ->
          text(
              "[%s %s, %d characters of base64]"
                  .formatted(
                      block.getString("type"),
                      block.getValue("mimeType"),
                      String.valueOf(block.getValue("data")).length()));
      default -> text(block.encodePrettily());
    }
  }

  /** Line breaks stay what they are. */
  private void text(String text) {
    text.lines().map(Printable::of).forEach(out::println);
  }
}
