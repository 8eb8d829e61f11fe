package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastWordsTest {

  private static final McpException EXITED =
      McpException.of(Kind.CLOSED, "the process exited with 1");

  private long now;
  private final LastWords words =
      new LastWords(() -> now, text -> text.replace("s3cret-token", "[hidden]"));

  private String explained(McpException trouble) {
    return words.explain(trouble).getMessage();
  }

  @Test
  void the_last_line_says_why_a_process_ended() {
    words.heard("starting");
    words.heard("port 7301 is taken");
    assertEquals("the process exited with 1: port 7301 is taken", explained(EXITED));
  }

  @Test
  void a_line_about_an_error_comes_before_the_stack_trace_below_it() {
    words.heard("Error: Cannot find module 'x'");
    words.heard("    at Module._resolve");
    words.heard("Node.js v20.20.2");
    assertEquals("the process exited with 1: Error: Cannot find module 'x'", explained(EXITED));
  }

  @Test
  void what_was_said_long_ago_has_nothing_to_do_with_it() {
    words.heard("an error of an hour ago");
    now += Duration.ofHours(1).toNanos();
    assertEquals("the process exited with 1", explained(EXITED));
  }

  @Test
  void a_trouble_that_is_no_end_is_left_alone() {
    words.heard("busy");
    assertEquals("no answer", explained(McpException.of(Kind.TIMEOUT, "no answer")));
  }

  @Test
  void words_are_used_once() {
    words.heard("port 7301 is taken");
    explained(EXITED);
    assertEquals("the process exited with 1", explained(EXITED));
  }

  @Test
  void a_secret_is_hidden_before_the_line_is_cut() {
    words.heard("error: " + "x".repeat(287) + "s3cret-token refused");
    assertFalse(explained(EXITED).contains("s3c"));
  }

  @Test
  void no_secret_is_among_the_words() {
    words.heard("bad token s3cret-token");
    assertEquals("the process exited with 1: bad token [hidden]", explained(EXITED));
  }
}
