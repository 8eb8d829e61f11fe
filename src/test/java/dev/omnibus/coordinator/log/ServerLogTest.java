package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.LogConfig;
import dev.omnibus.config.SecretRefs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerLogTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

  private final SecretRefs secrets =
      new SecretRefs(Map.of("TOKEN", "hush-hush-hush")::get, Path.of(""));
  private final List<LogLine> told = new ArrayList<>();
  private int asked;
  private String only;
  private final ServerLog log = log(new JsonObject());

  private ServerLog log(JsonObject config) {
    secrets.resolve("${env:TOKEN}");
    return new ServerLog(
        LogConfig.fromJson(config),
        new Cleaner(secrets::mask, secrets::maskBeginning),
        () -> NOW,
        told::add,
        () -> asked++,
        () -> only);
  }

  private LogLine last() {
    return told.get(told.size() - 1);
  }

  @Test
  void no_two_lines_have_the_same_time() {
    log.stderr("a");
    log.stdout("b");
    assertEquals(NOW, told.get(0).at());
    assertEquals(NOW.plusNanos(1_000), told.get(1).at());
  }

  @Test
  void what_a_server_says_while_one_call_alone_is_under_way_belongs_to_it() {
    log.stderr("before");
    only = "4bf92f3577b34da6a3ce929d0e0e4736";
    log.stderr("reading");
    assertEquals(only, last().trace());
    assertEquals(only, last().toJson().getString("trace"));
    log.lifecycle(LogLevel.INFO, "restart by ann");
    assertEquals(null, last().trace(), "that is not said by the server");
    assertFalse(told.get(0).toJson().containsKey("trace"));
  }

  @Test
  void a_secret_is_hidden_also_with_colours_within_it() {
    log.stderr("token hush-\u001b[1mhush\u001b[0m-hush");
    assertEquals("token [hidden]", last().text());
  }

  @Test
  void a_secret_that_a_message_of_the_server_holds_is_hidden() {
    log.said(
        new JsonObject()
            .put("level", "critical")
            .put("logger", "hush-hush-hush")
            .put("data", new JsonArray().add(new JsonObject().put("t", "hush-hush-hush"))));
    assertEquals("[{\"t\":\"[hidden]\"}]", last().text());
    assertEquals("(hidden)", last().logger());
    assertEquals(LogLevel.ERROR, last().level());
  }

  @Test
  void half_a_secret_where_a_long_line_was_cut_is_hidden() {
    String start = "x".repeat(dev.omnibus.mcp.Printed.LONGEST - 9);
    log.stderr(start + "hush-hush");
    assertTrue(last().text().length() < 4_100);
    ServerLog other = log(new JsonObject());
    other.stderr("y".repeat(3_000) + "hush-hush");
    assertTrue(last().text().endsWith("y[hidden]"), () -> last().text());
  }

  @Test
  void half_a_character_where_a_line_was_cut_does_not_show_the_secret_before_it() {
    secrets.remember("pässwörd");
    log.stderr("x".repeat(3_000) + "pässw\ufffd");
    assertTrue(last().text().endsWith("x[hidden]"), () -> last().text());
  }

  @Test
  void a_huge_message_costs_as_little_as_a_line() {
    log.said(new JsonObject().put("data", "a\u001b[1mb".repeat(2_000_000)));
    assertTrue(last().text().length() <= 4_003);
  }

  @Test
  void who_is_too_fast_loses_lines_and_how_many_is_said() {
    ServerLog slow = log(new JsonObject().put("linesPerSecond", 1).put("linesAtOnce", 3));
    for (int i = 0; i < 10; i++) {
      slow.stderr("line " + i);
    }
    assertEquals(3, told.size());
    assertEquals(1, asked);
    slow.sayLeftOut();
    assertEquals(7L, last().leftOut());
    assertEquals("7 lines left out", last().text());
    assertEquals(LogSource.OMNIBUS, last().source());
  }

  @Test
  void what_was_left_out_before_it_came_here_counts_too() {
    log.leftOut(41);
    log.sayLeftOut();
    assertEquals(41L, last().leftOut());
    log.sayLeftOut();
    assertEquals(1, told.size());
  }

  @Test
  void what_is_done_with_a_server_is_told_however_loud_it_is() {
    ServerLog slow = log(new JsonObject().put("linesPerSecond", 1).put("linesAtOnce", 1));
    slow.stderr("a");
    slow.stderr("b");
    slow.lifecycle(LogLevel.NOTICE, "restarted by ann");
    slow.probed(LogLevel.WARNING, "timeout");
    assertEquals(
        List.of("a", "restarted by ann", "timeout"), told.stream().map(LogLine::text).toList());
  }

  @Test
  void a_message_without_anything_does_no_harm() {
    log.said(new JsonObject());
    assertEquals("null", last().text());
    assertNull(last().logger());
  }

  @Test
  void the_ring_holds_what_came_last_and_no_more_than_it_may() {
    ServerLog small = log(new JsonObject().put("ringLines", 5).put("ringBytes", 4_096));
    for (int i = 0; i < 20; i++) {
      small.stderr("line " + i);
    }
    LogQuery all = LogQuery.fromJson(new JsonObject());
    assertEquals(
        List.of("line 15", "line 16", "line 17", "line 18", "line 19"),
        small.newest(all).stream().map(LogLine::text).toList());
    small.stderr("z".repeat(1_800));
    small.stderr("z".repeat(1_800));
    assertTrue(small.newest(all).size() <= 2);
  }
}
