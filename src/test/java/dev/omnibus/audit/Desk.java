package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.access.TestClock;
import dev.omnibus.store.Database;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scribe with all that it works with, on a clock that stands still. */
final class Desk {

  static final String CHAIN = "n1~a";

  final AuditTrail trail = new AuditTrail();
  final MeterRegistry meters = new SimpleMeterRegistry();
  final List<String> told = new ArrayList<>();

  /** Numbers of the rows that it heard to be written. */
  final List<Long> written = new ArrayList<>();

  final StoreWatch store;
  final Scribe scribe;
  private final TestClock clock = new TestClock();
  private final AuditTable table;

  /**
   * @param folder where acts are put aside
   */
  Desk(Database database, Path folder, int spillAt) throws IOException {
    ScribeCounters counters = new ScribeCounters(meters, trail);
    store = new StoreWatch(clock, (severity, state) -> tell(state.getString("state"), state));
    table = new AuditTable(database);
    scribe =
        new Scribe(
            new Backlog(trail, Spill.open(folder.resolve("aside")), counters),
            new Ledger(table, CHAIN),
            clock,
            spillAt,
            counters,
            store,
            rows -> rows.forEach(row -> written.add(row.n())));
  }

  private synchronized void tell(String word, JsonObject state) {
    String why = state.containsKey("why") ? " " + state.getString("why") : "";
    told.add(word + why + (state.containsKey("losing") ? ", losing" : ""));
  }

  /** Acts are done, by their numbers. */
  Desk leave(int from, int to) {
    Acts.acts(from, to).forEach(trail::record);
    return this;
  }

  /** So much later that the store is asked again. */
  Desk later() {
    clock.pass(Duration.ofMinutes(1));
    return this;
  }

  /** The log holds these acts, each once, in order, and its chain is whole. */
  void assertHolds(int count) throws SQLException {
    List<Integer> numbers = numbers(table);
    for (int i = 0; i < Math.min(count, numbers.size()); i++) {
      assertEquals(i, numbers.get(i), "in order");
    }
    assertEquals(count, numbers.size());
    assertNull(new Verification(table).all(Optional.empty()).get(0).fault());
  }

  /** Of the acts that the log holds, in its order. */
  static List<Integer> numbers(AuditTable table) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    List<AuditRow> page = table.after(CHAIN, 0, 10_000);
    while (!page.isEmpty()) {
      page.forEach(row -> numbers.add(row.entry().detail().getInteger("i")));
      page = table.after(CHAIN, page.get(page.size() - 1).n(), 10_000);
    }
    return numbers;
  }
}
