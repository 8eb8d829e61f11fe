package dev.omnibus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.client.Listener;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What stands in the terminal. */
class TailPrinterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private final JsonObject event =
      new JsonObject()
          .put("type", "server_log")
          .put("at", "2026-11-28T19:00:00Z")
          .put("node", "n1")
          .put("seq", 1)
          .put("severity", "info")
          .put("data", new JsonObject().put("server", "files").put("text", "a\u001b[2J\u009b31mb"));

  private TailPrinter printer(boolean json, long count) {
    return new TailPrinter(
        new PrintStream(out), new PrintStream(new ByteArrayOutputStream()), json, count);
  }

  @Test
  void a_line_says_when_how_grave_what_about_whom_and_nothing_that_a_terminal_obeys() {
    printer(false, 9).of("event.server.log").event(event);
    assertEquals(
        "2026-11-28T19:00:00Z info server_log files {\"text\":\"a\\u001B[2J\\u009b31mb\"}\n",
        out.toString());
  }

  @Test
  void as_json_it_is_the_whole_event() {
    printer(true, 9).of("event.server.log").event(event);
    assertEquals(event, new JsonObject(out.toString()));
  }

  @Test
  void after_so_many_events_it_ends_with_0() throws Exception {
    TailPrinter printer = printer(true, 2);
    Listener ear = printer.of("event.server.log");
    for (int i = 0; i < 3; i++) {
      ear.event(event);
    }
    assertEquals(0, printer.awaitEnd());
    assertEquals(2, out.toString().lines().count());
  }
}
