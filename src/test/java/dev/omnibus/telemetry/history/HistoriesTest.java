package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with a store each, or with one, on one bus. */
class HistoriesTest {

  private static final long START = Past.at("2026-11-22T10:00:00Z");
  private static final long END = START + 600;
  private static final List<NodeId> NODES = List.of(NodeId.of("n1@a"), NodeId.of("n2@b"));
  private static final JsonObject ANN =
      new Caller("ann", Set.of("narrow"), "f1", Instant.MAX).toJson();

  private final Vertx vertx = Vertx.vertx();
  private final Policy policy =
      new Policy(
          () ->
              AccessConfig.fromJson(
                  new JsonObject(
                      """
                      {"roles":{"narrow":{"servers":{"files":["*"]}}},
                       "users":{"ann":{"password":"x","roles":["narrow"]}}}
                      """)));
  private final List<Database> databases = new ArrayList<>();
  private final List<NodeId> live = new CopyOnWriteArrayList<>(NODES);
  @TempDir Path folder;

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
    databases.forEach(Database::close);
  }

  @Test
  void nodes_with_a_store_each_are_all_asked() throws Exception {
    node(NODES.get(0), database("1"), false);
    node(NODES.get(1), database("2"), false);
    JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}");
    assertEquals(List.of(), told.getJsonArray("missing").getList());
    assertAll(4, told, 0);
  }

  @Test
  void of_a_store_that_all_share_nothing_is_counted_twice() throws Exception {
    Database shared = database("1");
    node(NODES.get(0), shared, true);
    node(NODES.get(1), shared, true);
    assertAll(4, ask("{\"metric\":\"calls\",\"server\":\"files\"}"), 0);
  }

  @Test
  void what_a_node_measured_before_it_began_anew_is_not_left_out() throws Exception {
    node(NODES.get(0), database("1"), false);
    Database database = database("2");
    Past other = new Past("n2", database);
    other.lives(START, END - 120, HistoriesTest::calls);
    other.keeper.finish();
    other.start();
    other.lives(END - 120, END, HistoriesTest::calls);
    listens(NODES.get(1), other, database, false);
    for (int i = 0; i < NODES.size(); i++) {
      JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}", START + 300, END, 300);
      assertEquals(10, told.getInteger("step"));
      assertAll(4, told, 0);
    }
  }

  @Test
  void of_nodes_that_remember_all_of_it_seconds_are_told() throws Exception {
    node(NODES.get(0), database("1"), false);
    node(NODES.get(1), database("2"), false);
    JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}", START + 300, END, 300);
    assertEquals(1, told.getInteger("step"));
  }

  @Test
  void what_a_node_that_is_gone_measured_is_in_the_store_that_all_share() throws Exception {
    Database shared = database("1");
    node(NODES.get(0), shared, true);
    Past gone = new Past("n2", shared);
    gone.lives(START, END, HistoriesTest::calls);
    gone.keeper.finish();
    live.retainAll(NODES.subList(0, 1));
    JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}", START + 300, END, 300);
    assertEquals(10, told.getInteger("step"));
    assertAll(4, told, 0);
  }

  @Test
  void a_level_that_nobody_knows_is_a_gap_though_other_nodes_live() throws Exception {
    Past past = new Past("n1", database("1"));
    past.lives(
        START, END, second -> new Row(SeriesKey.server("files")).put(Metric.RSS, Metric.UNKNOWN));
    past.keep();
    listens(NODES.get(0), past, databases.get(0), false);
    node(NODES.get(1), database("2"), false);
    JsonArray values = values(ask("{\"metric\":\"rss\",\"server\":\"files\"}"), 0);
    assertTrue(!values.isEmpty() && values.stream().allMatch(Objects::isNull), values.encode());
  }

  @Test
  void a_node_that_does_not_answer_is_named() throws Exception {
    node(NODES.get(0), database("1"), false);
    JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}");
    assertEquals("n2", told.getJsonArray("missing").getJsonObject(0).getString("node"));
    assertAll(2, told, 0);
  }

  @Test
  void a_store_that_is_away_is_said_and_what_is_remembered_is_told() throws Exception {
    live.retainAll(NODES.subList(0, 1));
    Past past = node(NODES.get(0), database("1"), false);
    past.lives(END, END + 30, HistoriesTest::calls);
    databases.get(0).close();
    JsonObject told = ask("{\"metric\":\"calls\",\"server\":\"files\"}", END + 30);
    assertEquals(
        "its store can't be read now",
        told.getJsonArray("missing").getJsonObject(0).getString("why"));
    JsonArray values = values(told, 0);
    assertEquals(2, values.getDouble(values.size() - 1), 0.01);
  }

  @Test
  void a_server_that_is_hidden_is_not_there() throws Exception {
    live.retainAll(NODES.subList(0, 1));
    node(NODES.get(0), database("1"), false);
    ExecutionException refused =
        assertThrows(
            ExecutionException.class, () -> ask("{\"metric\":\"calls\",\"server\":\"secret\"}"));
    assertEquals(Failure.NOT_FOUND, ((BusException) refused.getCause()).failure());
    JsonObject told = ask("{\"metric\":\"calls\"},{\"metric\":\"calls\",\"by\":\"server\"}");
    assertAll(2, told, 0);
    assertEquals(2, told.getJsonArray("series").size());
    assertEquals("files", told.getJsonArray("series").getJsonObject(1).getString("server"));
  }

  @Test
  void what_makes_no_sense_is_refused_with_its_reason() throws Exception {
    live.retainAll(NODES.subList(0, 1));
    node(NODES.get(0), database("1"), false);
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> ask("{\"metric\":\"moons\"}"));
    assertEquals(Failure.BAD_REQUEST, ((BusException) refused.getCause()).failure());
  }

  private static Row calls(long second) {
    return new Row(SeriesKey.server(second % 2 == 0 ? "files" : "secret")).put(Metric.CALLS, 4);
  }

  private static void assertAll(double rate, JsonObject told, int series) {
    values(told, series).forEach(value -> assertEquals(rate, (Double) value, 0.05));
  }

  private static JsonArray values(JsonObject told, int series) {
    return told.getJsonArray("series").getJsonObject(series).getJsonArray("values");
  }

  private Database database(String name) {
    Database database = Database.embedded(folder.resolve(name + ".db"));
    databases.add(database);
    return database;
  }

  /** One that lived for ten minutes, and has written down all but the last of them. */
  private Past node(NodeId id, Database database, boolean shared) throws Exception {
    Past past = new Past(id.name(), database);
    past.lives(START, END, HistoriesTest::calls);
    past.keep();
    return listens(id, past, database, shared);
  }

  private Past listens(NodeId id, Past past, Database database, boolean shared) throws Exception {
    await(
        new Histories(
                new Bus(vertx, id.toString(), Clock.systemUTC()),
                new ListedMembership(id, live),
                policy,
                Past.CONFIG,
                past.recorder,
                new Archive(database),
                shared,
                vertx.createSharedWorkerExecutor("reader-" + id, 2),
                Clock.fixed(Instant.ofEpochSecond(END), ZoneOffset.UTC))
            .listen());
    return past;
  }

  private JsonObject ask(String series) throws Exception {
    return ask(series, END);
  }

  private JsonObject ask(String series, long to) throws Exception {
    return ask(series, START, to, 60);
  }

  private JsonObject ask(String series, long from, long to, int points) throws Exception {
    JsonObject body =
        new JsonObject("{\"series\":[" + series + "]}")
            .put("from", from * 1_000)
            .put("to", to * 1_000)
            .put("maxPoints", points);
    return await(
        new Bus(vertx, "asker", Clock.systemUTC())
            .ask(Addresses.QUERY_HISTORY_RANGE, body, ANN, Duration.ofSeconds(60)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
