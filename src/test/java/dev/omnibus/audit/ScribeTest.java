package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.store.Database;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  private final AuditTrail trail = new AuditTrail();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<Long> written = new ArrayList<>();
  private Instant now = Acts.START;
  private final List<String> told = new ArrayList<>();
  private final StoreWatch store =
      new StoreWatch(
          new ClockOfTest(),
          (severity, state) -> told.add(severity.word() + " " + state.getString("why", "-")));
  private Database database;
  private Scribe scribe;

  @BeforeEach
  void begin() throws IOException {
    database = Database.embedded(folder.resolve("store").resolve(Database.FILE));
    scribe = scribe(1_000);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void what_is_left_in_the_trail_is_written_in_order() throws Exception {
    storeIsBack();
    leave(0, 2_500);
    scribe.round();
    assertEquals(2_500, written.size());
    assertInOrder(2_500);
  }

  @Test
  void while_the_store_is_away_acts_are_put_aside_and_written_afterwards_in_order()
      throws Exception {
    leave(0, 1_500);
    scribe.round();
    assertTrue(store.isAway());
    assertEquals(0, trail.size());
    leave(1_500, 3_000);
    scribe.round();
    storeIsBack();
    leave(3_000, 3_100);
    later();
    scribe.round();
    assertFalse(store.isAway());
    assertInOrder(3_100);
    assertEquals(0, aside());
  }

  @Test
  void a_store_that_is_away_is_not_asked_at_each_round() {
    leave(0, 1);
    scribe.round();
    storeIsBack();
    leave(1, 2);
    scribe.round();
    assertEquals(List.of(), written);
    later();
    scribe.round();
    assertEquals(2, written.size());
  }

  @Test
  void what_was_put_aside_outlives_the_node() throws Exception {
    leave(0, 2_200);
    scribe.round();
    leave(2_200, 2_300);
    scribe.finish();
    storeIsBack();
    leave(2_300, 2_400);
    scribe = scribe(1_000);
    scribe.round();
    assertInOrder(2_400);
  }

  @Test
  void half_a_line_of_a_node_that_was_killed_costs_that_line_only() throws Exception {
    leave(0, 5);
    scribe.round();
    try (Stream<Path> files = Files.list(folder.resolve("aside"))) {
      Files.writeString(
          files.findFirst().orElseThrow(),
          "{\"at\":\"2026-11-22T10\",\"user\":\"\u00c3",
          StandardCharsets.ISO_8859_1,
          StandardOpenOption.APPEND);
    }
    storeIsBack();
    scribe = scribe(1_000);
    scribe.round();
    assertInOrder(5);
    assertEquals(0, aside());
  }

  @Test
  void a_slow_store_fills_files_and_not_the_memory() throws Exception {
    storeIsBack();
    scribe = scribe(1);
    leave(0, 5_000);
    scribe.round();
    assertInOrder(5_000);
    assertTrue(meters.get("omnibus.audit.aside").counter().count() >= 5_000 - Scribe.BATCH);
  }

  @Test
  void what_no_file_takes_stays_in_memory() throws Exception {
    Path aside = folder.resolve("aside");
    leave(0, 10);
    Files.delete(aside);
    Files.writeString(aside, "a file where a folder should be");
    scribe.round();
    Files.delete(aside);
    Files.createDirectories(aside);
    storeIsBack();
    leave(10, 20);
    later();
    scribe.round();
    assertInOrder(20);
  }

  @Test
  void the_head_beside_the_store_says_how_far_the_chain_came() throws Exception {
    storeIsBack();
    leave(0, 10);
    scribe.round();
    AuditTable table = new AuditTable(database);
    AuditRow last = table.after("n1~a", 9, 1).get(0);
    ChainHeadFile file = new ChainHeadFile(folder);
    file.put(last);
    Optional<ChainHeadFile.Seen> seen = file.read();
    assertEquals(10, seen.orElseThrow().n());
    assertNull(new Verification(table).all(seen).get(0).fault());
  }

  private void assertInOrder(int count) throws Exception {
    List<AuditRow> rows = new ArrayList<>();
    AuditTable table = new AuditTable(database);
    for (long n = 0; n < count + 10; n += 1_000) {
      rows.addAll(table.after("n1~a", n, 1_000));
    }
    List<Integer> numbers = rows.stream().map(row -> row.entry().detail().getInteger("i")).toList();
    assertEquals(Stream.iterate(0, i -> i + 1).limit(count).toList(), numbers);
    assertNull(new Verification(table).all(Optional.empty()).get(0).fault());
  }

  private Scribe scribe(int spillAt) throws IOException {
    ScribeCounters counters = new ScribeCounters(meters, trail::size);
    return new Scribe(
        new Backlog(trail, Spill.open(folder.resolve("aside")), counters),
        new Ledger(new AuditTable(database), "n1~a"),
        new ClockOfTest(),
        spillAt,
        counters,
        store,
        rows -> rows.forEach(row -> written.add(row.n())));
  }

  private void leave(int from, int to) {
    Acts.acts(from, to).forEach(trail::record);
  }

  private void storeIsBack() {
    assertTrue(folder.resolve("store").toFile().mkdir());
  }

  private void later() {
    now = now.plus(Duration.ofMinutes(1));
  }

  private long aside() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("aside"))) {
      return files.count();
    }
  }

  private final class ClockOfTest extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
