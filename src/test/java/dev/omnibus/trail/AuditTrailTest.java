package dev.omnibus.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTrailTest {

  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123Z");

  private final AuditTrail trail = new AuditTrail();

  @Test
  void the_oldest_come_first_and_none_twice() {
    for (int i = 0; i < 5; i++) {
      trail.record(entry("act" + i));
    }
    assertEquals(List.of("act0", "act1"), actions(trail.take(2)));
    assertEquals(3, trail.size());
    assertEquals(List.of("act2", "act3", "act4"), actions(trail.take(100)));
    assertEquals(List.of(), trail.take(100));
    assertEquals(0, trail.size());
  }

  @Test
  void what_many_threads_leave_is_all_there() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> leave(1_000)));
    }
    threads.forEach(Thread::start);
    int taken = 0;
    for (Thread thread : threads) {
      taken += trail.take(500).size();
      thread.join();
    }
    taken += trail.take(Integer.MAX_VALUE).size();
    assertEquals(8_000, taken);
    assertEquals(0, trail.size());
  }

  @Test
  void what_there_is_no_room_for_is_lost_and_an_entry_at_its_place_says_so() {
    trail.holdAtMost(20_000);
    leave(1_000);
    int kept = trail.size();
    assertTrue(kept > 10 && trail.bytes() <= 20_000, kept + " are kept");
    assertEquals(1_000 - kept, trail.lost());
    assertEquals(kept, trail.take(10_000).size());
    trail.record(entry("young"));
    AuditEntry gap = trail.take(1).get(0);
    assertEquals("audit.lost", gap.action());
    assertEquals(1_000 - kept, gap.detail().getJsonObject("actions").getInteger("act"));
    assertEquals(List.of("young"), actions(trail.take(10)));
  }

  @Test
  void what_is_fetched_takes_room_until_it_is_in_safety() {
    trail.holdAtMost(20_000);
    leave(1_000);
    long lost = trail.lost();
    AuditTrail.Fetched fetched = trail.fetch(10_000);
    trail.record(entry("one"));
    assertEquals(lost + 1, trail.lost());
    trail.giveBack(fetched);
    assertEquals(fetched.entries(), trail.take(10_000));
    assertEquals(0, trail.bytes());
    trail.record(entry("two"));
    assertEquals(List.of("audit.lost", "two"), actions(trail.take(10)));
  }

  @Test
  void calls_leave_some_room_for_what_is_none() {
    trail.holdAtMost(20_000);
    for (int i = 0; i < 1_000; i++) {
      trail.record(entry(AuditEntry.TOOL_CALL));
    }
    long lost = trail.lost();
    trail.record(entry("command.server.restart"));
    assertEquals(lost, trail.lost());
  }

  @Test
  void a_long_detail_takes_as_much_room_as_it_is_long() {
    String text = "x".repeat(30_000);
    trail.record(AuditEntry.of(AT, null, "act", AuditEntry.OK, new JsonObject().put("a", text)));
    assertTrue(trail.bytes() > 30_000, trail.bytes() + " bytes");
  }

  @Test
  void a_long_name_of_a_field_does_too() {
    JsonObject detail = new JsonObject().put("x".repeat(30_000), 1);
    trail.record(AuditEntry.of(AT, null, "act", AuditEntry.OK, detail));
    assertTrue(trail.bytes() > 30_000, trail.bytes() + " bytes");
  }

  @Test
  void an_entry_comes_back_from_its_json() {
    AuditEntry full =
        new AuditEntry(
            AT, "ann", "command.tool.call", "files", "read", "timeout", 12L, new JsonObject());
    assertEquals(full, AuditEntry.fromJson(full.toJson()));
    AuditEntry bare = entry("socket.connect");
    assertEquals(bare, AuditEntry.fromJson(bare.toJson()));
  }

  @Test
  void an_entry_without_an_outcome_is_none() {
    assertThrows(
        IllegalArgumentException.class,
        () -> AuditEntry.of(AT, null, "socket.connect", null, null));
  }

  private void leave(int count) {
    for (int i = 0; i < count; i++) {
      trail.record(entry("act"));
    }
  }

  private static AuditEntry entry(String action) {
    return AuditEntry.of(AT, null, action, AuditEntry.OK, null);
  }

  private static List<String> actions(List<AuditEntry> entries) {
    return entries.stream().map(AuditEntry::action).toList();
  }
}
