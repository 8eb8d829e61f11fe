package dev.omnibus.telemetry.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.access.TestClock;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with a store each, or with one, on one bus, and a clock that stands. */
class AvailabilitiesTest {

  private static final NodeId ONE = NodeId.of("n1@a");
  private static final NodeId TWO = NodeId.of("n2@b");
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;
  private static final JsonObject ANN =
      new Caller("ann", Set.of("narrow"), "f1", Instant.MAX).toJson();

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock();
  private final long now = clock.instant().getEpochSecond();
  private final AccessConfig access =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{"narrow":{"servers":{"files":["*"],"db":["*"]}}},
               "users":{"ann":{"password":"x","roles":["narrow"]}}}
              """));
  private final LiveConfig config =
      new LiveConfig(Map.of("files", spec("files"), "db", spec("db"), "hid", spec("hid")), access);
  private final List<Database> databases = new ArrayList<>();
  private List<NodeId> live = List.of(ONE);
  @TempDir Path folder;

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
    databases.forEach(Database::close);
  }

  @Test
  void each_window_counts_what_is_in_it() throws Exception {
    SpanTable table = node(ONE, database("1"), false);
    table.put(
        List.of(
            span(now - 60 * DAY, now - 3 * DAY, Standing.UP),
            span(now - 3 * DAY, now - 6 * HOUR, Standing.DOWN),
            span(now - 6 * HOUR, now, Standing.UP)));
    assertWindow("24h", 6.0 / 24, 1, 0);
    assertWindow("7d", (4 * 24 + 6) / (7.0 * 24), 1, 0);
    assertWindow("30d", (27 * 24 + 6) / (30.0 * 24), 1, 0);
    assertWindow("90d", (57 * 24 + 6) / (60.0 * 24), 60.0 / 90, 0);
  }

  @Test
  void time_of_which_nobody_knows_is_shown_and_counts_for_neither_side() throws Exception {
    SpanTable table = node(ONE, database("1"), false);
    table.put(
        List.of(
            span(now - 12 * HOUR, now - 3 * HOUR, Standing.UP),
            span(now - 3 * HOUR, now, Standing.DOWN)));
    assertWindow("24h", 0.75, 0.5, 0);
  }

  @Test
  void time_in_which_somebody_wanted_it_down_counts_for_neither_side() throws Exception {
    SpanTable table = node(ONE, database("1"), false);
    table.put(
        List.of(
            span(now - DAY, now - 6 * HOUR, Standing.UP),
            span(now - 6 * HOUR, now, Standing.UNWANTED)));
    assertWindow("24h", 1, 0.75, 0.25);
  }

  @Test
  void of_what_nobody_ever_knew_there_is_no_share() throws Exception {
    node(ONE, database("1"), false);
    JsonObject day = window(ask("files"), "24h");
    assertNull(day.getValue("available"));
    assertEquals(0, day.getDouble("known"));
  }

  @Test
  void nodes_with_a_store_each_are_all_asked_and_an_overlap_counts_once() throws Exception {
    live = List.of(ONE, TWO);
    node(ONE, database("1"), false)
        .put(List.of(span("n1@a", 1, now - DAY, now - 8 * HOUR, Standing.UP)));
    node(TWO, database("2"), false)
        .put(List.of(span("n2@b", 2, now - 12 * HOUR, now, Standing.DOWN)));
    for (int i = 0; i < 2; i++) {
      assertWindow("24h", 0.5, 1, 0);
    }
  }

  @Test
  void a_store_that_all_share_is_read_once_and_what_a_node_that_is_gone_saw_is_in_it()
      throws Exception {
    live = List.of(ONE, TWO);
    Database shared = database("1");
    node(ONE, shared, true);
    node(TWO, shared, true).put(List.of(span("n3@c", 1, now - DAY, now - DAY / 2, Standing.UP)));
    assertWindow("24h", 1, 0.5, 0);
  }

  @Test
  void what_a_node_has_not_written_yet_counts_too() throws Exception {
    Watchbook book = new Watchbook(ONE.toString());
    node(ONE, database("1"), false, book);
    book.look(now - 30);
    book.told(Statuses.of(ServerState.HEALTHY, ONE.toString(), 1, 1));
    for (long second = now - 30; second <= now; second += 10) {
      book.look(second);
    }
    assertWindow("24h", 1, 30.0 / DAY, 0);
  }

  @Test
  void a_node_that_does_not_answer_is_named() throws Exception {
    live = List.of(ONE, TWO);
    node(ONE, database("1"), false).put(List.of(span(now - DAY, now, Standing.UP)));
    JsonObject told = ask("files");
    assertEquals("n2", told.getJsonArray("missing").getJsonObject(0).getString("node"));
    assertEquals(1, window(told, "24h").getDouble("available"));
  }

  @Test
  void a_store_that_is_away_is_said() throws Exception {
    Database database = database("1");
    node(ONE, database, false);
    database.close();
    assertEquals(
        "its store can't be read now",
        ask("files").getJsonArray("missing").getJsonObject(0).getString("why"));
  }

  @Test
  void a_server_that_is_hidden_is_not_there() throws Exception {
    node(ONE, database("1"), false);
    for (String name : List.of("hid", "made-up")) {
      ExecutionException refused = assertThrows(ExecutionException.class, () -> ask(name));
      assertEquals(Failure.NOT_FOUND, ((BusException) refused.getCause()).failure());
    }
    List<String> seen =
        ask(null).getJsonArray("servers").stream()
            .map(one -> ((JsonObject) one).getString("server"))
            .toList();
    assertEquals(List.of("db", "files"), seen);
  }

  @Test
  void a_day_of_23_hours_is_no_longer_than_that_wherever_the_node_stands() throws Exception {
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try {
      Instant midnight = Instant.parse("2027-03-28T22:00:00Z");
      clock.pass(Duration.between(clock.instant(), midnight));
      long end = midnight.getEpochSecond();
      node(ONE, database("1"), false).put(List.of(span(end - 23 * HOUR, end, Standing.UP)));
      assertWindow("24h", 1, 23.0 / 24, 0);
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  private void assertWindow(String word, double available, double known, double unwanted)
      throws Exception {
    JsonObject told = ask("files");
    assertEquals(new JsonArray(), told.getJsonArray("missing"));
    JsonObject window = window(told, word);
    assertEquals(available, window.getDouble("available"), 0.000_001, word);
    assertEquals(known, window.getDouble("known"), 0.000_001, word);
    assertEquals(unwanted, window.getDouble("unwanted"), 0.000_001, word);
  }

  private static JsonObject window(JsonObject told, String word) {
    JsonObject server = told.getJsonArray("servers").getJsonObject(0);
    assertEquals("files", server.getString("server"));
    return server.getJsonObject("windows").getJsonObject(word);
  }

  private static Span span(long from, long to, Standing standing) {
    return span("n1@a", 1, from, to, standing);
  }

  private static Span span(String owner, long epoch, long from, long to, Standing standing) {
    return new Span("files", new Claim(owner, epoch, 1), from, to, standing);
  }

  private static ServerSpec spec(String name) {
    return ServerSpec.fromJson(name, new JsonObject().put("url", "http://127.0.0.1:1/mcp"));
  }

  private Database database(String name) {
    Database database = Database.embedded(folder.resolve(name + ".db"));
    databases.add(database);
    return database;
  }

  private SpanTable node(NodeId id, Database database, boolean shared) throws Exception {
    return node(id, database, shared, new Watchbook(id.toString()));
  }

  private SpanTable node(NodeId id, Database database, boolean shared, Watchbook book)
      throws Exception {
    SpanTable table = new SpanTable(database);
    WorkerExecutor readers = vertx.createSharedWorkerExecutor("readers-" + id.name(), 2);
    await(
        new Availabilities(
                new Bus(vertx, id.toString(), clock),
                new ListedMembership(id, live),
                new Policy(() -> access),
                config,
                book,
                table,
                shared,
                readers,
                clock)
            .listen());
    return table;
  }

  /**
   * @param server null for all
   */
  private JsonObject ask(String server) throws Exception {
    JsonObject body = server == null ? new JsonObject() : new JsonObject().put("server", server);
    return await(
        new Bus(vertx, "asker", clock)
            .ask(Addresses.QUERY_HISTORY_AVAILABILITY, body, ANN, Duration.ofSeconds(60)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
