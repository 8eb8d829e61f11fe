package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.store.Database;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store is away as long as its folder is not there. */
class ScribeTest {

  @TempDir Path folder;

  private Database database;
  private Desk desk;

  @BeforeEach
  void begin() throws IOException {
    database = Database.embedded(folder.resolve("store").resolve(Database.FILE));
    desk = new Desk(database, folder, 1_000);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void what_is_left_in_the_trail_is_written_in_order() throws Exception {
    storeIsBack();
    desk.leave(0, 2_500).scribe.round();
    assertEquals(2_500, desk.written.size());
    desk.assertHolds(2_500);
  }

  @Test
  void while_the_store_is_away_acts_are_put_aside_and_written_afterwards_in_order()
      throws Exception {
    desk.leave(0, 1_500).scribe.round();
    assertTrue(desk.store.isAway());
    assertEquals(0, desk.trail.size());
    desk.leave(1_500, 3_000).scribe.round();
    storeIsBack();
    desk.leave(3_000, 3_100);
    desk.later().scribe.round();
    assertFalse(desk.store.isAway());
    desk.assertHolds(3_100);
    assertEquals(0, aside());
  }

  @Test
  void a_store_that_is_away_is_not_asked_at_each_round() {
    desk.leave(0, 1).scribe.round();
    storeIsBack();
    desk.leave(1, 2).scribe.round();
    assertEquals(List.of(), desk.written);
    desk.later().scribe.round();
    assertEquals(2, desk.written.size());
  }

  @Test
  void what_was_put_aside_outlives_the_node() throws Exception {
    desk.leave(0, 2_200).scribe.round();
    desk.leave(2_200, 2_300).scribe.finish();
    storeIsBack();
    desk = new Desk(database, folder, 1_000);
    desk.leave(2_300, 2_400).scribe.round();
    desk.assertHolds(2_400);
  }

  @Test
  void half_a_line_of_a_node_that_was_killed_costs_that_line_only() throws Exception {
    desk.leave(0, 5).scribe.round();
    try (Stream<Path> files = segments()) {
      Files.writeString(
          files.findFirst().orElseThrow(),
          "{\"at\":\"2026-11-22T10\",\"user\":\"\u00c3",
          StandardCharsets.ISO_8859_1,
          StandardOpenOption.APPEND);
    }
    storeIsBack();
    desk = new Desk(database, folder, 1_000);
    desk.scribe.round();
    desk.assertHolds(5);
    assertEquals(0, aside());
  }

  @Test
  void a_slow_store_fills_files_and_not_the_memory() throws Exception {
    storeIsBack();
    desk = new Desk(database, folder, 1);
    desk.leave(0, 5_000).scribe.round();
    desk.assertHolds(5_000);
    assertTrue(desk.meters.get("omnibus.audit.aside").counter().count() >= 5_000 - Backlog.BATCH);
  }

  @Test
  void what_no_file_takes_stays_in_memory() throws Exception {
    desk.leave(0, 10);
    diskIsFull(true);
    desk.scribe.round();
    diskIsFull(false);
    storeIsBack();
    desk.leave(10, 20);
    desk.later().scribe.round();
    desk.assertHolds(20);
  }

  @Test
  void when_nothing_takes_acts_and_the_memory_is_full_some_are_lost_and_the_log_says_which()
      throws Exception {
    desk.trail.holdAtMost(100_000);
    diskIsFull(true);
    desk.scribe.round();
    desk.leave(0, 1_000).later().scribe.round();
    long lost = desk.trail.lost();
    int kept = 1_000 - (int) lost;
    assertTrue(lost > 0 && kept > 50, lost + " of 1000 are lost");
    assertEquals(lost, desk.meters.get("omnibus.audit.lost").functionCounter().count());
    assertEquals(lost, desk.store.toJson().getLong("lost"));
    String now = desk.told.get(desk.told.size() - 1);
    assertTrue(now.startsWith("away ") && now.endsWith(", losing"), now);
    diskIsFull(false);
    storeIsBack();
    desk.later().scribe.round();
    desk.leave(1_000, 1_010).scribe.round();
    List<AuditRow> rows = new AuditTable(database).after(Desk.CHAIN, 0, 10_000);
    AuditEntry gap = rows.get(kept).entry();
    assertEquals("audit.lost lost", gap.action() + " " + gap.outcome());
    assertEquals(lost, gap.detail().getLong("acts"));
    assertEquals(lost, actions(gap.detail().getJsonObject("actions")));
    assertEquals(Acts.act(1_000), rows.get(kept + 1).entry(), "the gap is where acts are missing");
    assertEquals(kept + 11, rows.size());
    assertEquals("here", desk.told.get(desk.told.size() - 1));
    assertNull(new Verification(new AuditTable(database)).all(Optional.empty()).get(0).fault());
  }

  private static long actions(JsonObject counted) {
    return counted.fieldNames().stream().mapToLong(counted::getLong).sum();
  }

  @Test
  void a_file_that_can_not_be_read_keeps_all_younger_acts_waiting_and_not_in_memory()
      throws Exception {
    desk.leave(0, 50).scribe.round();
    storeIsBack();
    Path file;
    try (Stream<Path> files = segments()) {
      file = files.findFirst().orElseThrow();
    }
    Path away = Files.move(file, folder.resolve("away"));
    Files.createDirectory(file);
    desk.later().leave(50, 60).scribe.round();
    assertEquals("unreadable", desk.store.toJson().getString("why"));
    assertEquals(List.of(), desk.written);
    Files.delete(file);
    Files.move(away, file);
    desk.later().scribe.round();
    desk.assertHolds(60);
  }

  @Test
  void the_head_beside_the_store_says_how_far_the_chain_came() throws Exception {
    storeIsBack();
    desk.leave(0, 10).scribe.round();
    AuditTable table = new AuditTable(database);
    AuditRow last = table.after(Desk.CHAIN, 9, 1).get(0);
    ChainHeadFile file = new ChainHeadFile(folder);
    file.put(last);
    Optional<ChainHeadFile.Seen> seen = file.read();
    assertEquals(10, seen.orElseThrow().n());
    assertNull(new Verification(table).all(seen).get(0).fault());
  }

  /** No file can be written where acts are put aside. */
  private void diskIsFull(boolean is) throws IOException {
    Path aside = folder.resolve("aside");
    if (is) {
      Files.delete(aside);
      Files.writeString(aside, "a file where a folder should be");
    } else {
      Files.delete(aside);
      Files.createDirectories(aside);
    }
  }

  private void storeIsBack() {
    assertTrue(folder.resolve("store").toFile().mkdir());
  }

  private Stream<Path> segments() throws IOException {
    return Files.list(folder.resolve("aside")).filter(file -> file.toString().endsWith(".jsonl"));
  }

  private long aside() throws IOException {
    try (Stream<Path> files = segments()) {
      return files.count();
    }
  }
}
