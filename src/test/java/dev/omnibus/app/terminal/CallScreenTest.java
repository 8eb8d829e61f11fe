package dev.omnibus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What a call looks like in a terminal and in a pipe. */
class CallScreenTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private CallScreen screen(boolean json, boolean terminal) {
    return new CallScreen(new PrintStream(out), new PrintStream(err), json, terminal);
  }

  private static JsonObject progress(double done, double total) {
    return new JsonObject().put("progress", done).put("total", total);
  }

  private static JsonObject text(String text) {
    return new JsonObject()
        .put("content", JsonArray.of(new JsonObject().put("type", "text").put("text", text)));
  }

  @Test
  void a_bar_is_as_full_as_the_call_is_far() {
    assertEquals(
        "[" + "#".repeat(15) + "-".repeat(15) + "] 5 of 10", CallScreen.bar(progress(5, 10)));
    assertEquals("[" + "#".repeat(30) + "] 12 of 10", CallScreen.bar(progress(12, 10)));
    assertEquals("7 ahead", CallScreen.bar(progress(7, 0).put("message", "ahead")));
  }

  @Test
  void a_pipe_gets_lines_and_a_terminal_a_bar_that_moves() {
    JsonObject call = new JsonObject().put("progress", progress(1, 2));
    screen(false, false).show(call);
    assertTrue(err.toString().startsWith("omnibus: ["), err.toString());
    err.reset();
    screen(false, true).show(call);
    assertTrue(err.toString().startsWith("\r\u001b[K["), err.toString());
  }

  @Test
  void a_result_that_says_it_failed_is_an_exit_code() {
    assertEquals(0, screen(false, false).end(new JsonObject(), text("fine")));
    assertEquals(1, screen(false, false).end(new JsonObject(), text("no").put("isError", true)));
    assertEquals(
        1,
        screen(false, false)
            .end(
                new JsonObject()
                    .put("state", "failed")
                    .put("error", new JsonObject().put("message", "gone")),
                null));
    assertTrue(err.toString().contains("gone"));
  }

  @Test
  void what_a_server_says_does_not_reach_the_terminal_raw() {
    CallScreen screen = screen(false, true);
    JsonObject log = new JsonObject().put("kind", "log").put("data", "\u001b]0;owned\u0007");
    screen.show(new JsonObject().put("entries", JsonArray.of(log)));
    screen.show(new JsonObject().put("progress", progress(1, 2).put("message", "\u001b[2J")));
    screen.end(new JsonObject(), text("a\u001b[31mb\nc"));
    assertFalse(out.toString().contains("\u001b"), out.toString());
    assertFalse(err.toString().contains("\u001b]") || err.toString().contains("\u001b[2J"));
    assertEquals(2, out.toString().lines().count());
  }

  @Test
  void json_is_one_line_whole() {
    screen(true, false).end(new JsonObject(), text("a\nb"));
    assertEquals(text("a\nb"), new JsonObject(out.toString()));
    assertEquals(1, out.toString().lines().count());
  }

  @Test
  void json_obeys_no_server_either() {
    screen(true, false).end(new JsonObject(), text("a\u009b31mb"));
    assertFalse(out.toString().contains("\u009b"));
    assertEquals(text("a\u009b31mb"), new JsonObject(out.toString()));
  }
}
