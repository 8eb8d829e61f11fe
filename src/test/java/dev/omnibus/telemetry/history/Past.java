package dev.omnibus.telemetry.history;

import dev.omnibus.config.HistoryConfig;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.Tick;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** One node's history without the node: seconds are fed to it, and it is asked. */
final class Past {

  static final HistoryConfig CONFIG =
      HistoryConfig.fromJson(new JsonObject().put("keep10sHours", 4).put("keep1mDays", 2));

  private static final int KEPT = 1_800;
  private static final AtomicLong RUNS = new AtomicLong();

  final String node;
  final Database database;
  final HistoryTable table;
  Recorder recorder;
  Keeper keeper;

  /** Of which nodes it keeps the house. */
  List<String> housed;

  private long nanos;

  Past(String node, Database database) {
    this.node = node;
    this.database = database;
    this.table = new HistoryTable(database);
    this.housed = List.of(node);
    start();
  }

  /** The next life of the node; the one before ended as it ended. */
  void start() {
    SeriesTable series = new SeriesTable(database);
    recorder = new Recorder(RUNS::incrementAndGet);
    Saver saver = new Saver(node, series, table);
    keeper =
        new Keeper(
            node,
            recorder,
            saver,
            table,
            new Roller(series, table, 3),
            new Retention(series, table, CONFIG, saver::forget),
            () -> housed,
            () -> nanos);
  }

  /** Ticks from a second to before another one; what they are is kept now and then. */
  void lives(long from, long to, LongFunction<Row> row) {
    lives(from, to, 1, row);
  }

  /** The same with a tick in so many seconds, as of a node that has no time. */
  void lives(long from, long to, int every, LongFunction<Row> row) {
    for (long second = from; second < to; second += every) {
      recorder.hear(new Tick(second, List.of(row.apply(second))));
      if ((second - from) % KEPT == 0) {
        keep();
      }
    }
  }

  /** As the node does once a second, until there is no more to do. */
  void keep() {
    nanos += 60_000_000_000L;
    keeper.round();
  }

  JsonObject ask(long from, long to, int points, String... series) throws SQLException {
    return ask(List.of(this), from, to, points, series);
  }

  /** What nodes answer together. */
  static JsonObject ask(List<Past> nodes, long from, long to, int points, String... series)
      throws SQLException {
    return ask(CONFIG, false, nodes, from, to, points, series);
  }

  /** What a node with the usual configuration answers that is alone. */
  JsonObject answer(long from, long to, int points, String... series) throws SQLException {
    HistoryConfig usual = HistoryConfig.fromJson(new JsonObject());
    return ask(usual, true, List.of(this), from, to, points, series);
  }

  /**
   * @param alone whether what is told needs no way to another node
   */
  private static JsonObject ask(
      HistoryConfig config,
      boolean alone,
      List<Past> nodes,
      long from,
      long to,
      int points,
      String... series)
      throws SQLException {
    JsonObject json =
        new JsonObject("{\"series\":[" + String.join(",", series) + "]}")
            .put("from", from * 1_000)
            .put("to", to * 1_000)
            .put("maxPoints", points);
    Question question = Question.fromJson(json);
    Recorder first = nodes.get(0).recorder;
    Plan plan = Plan.of(question, config, Math.max(to, first.now()), first.reachesTo());
    Search search = new Search(question.series(), plan, server -> !server.startsWith("secret"));
    List<Part> parts = new ArrayList<>();
    for (Past node : nodes) {
      Told told = node.told(search);
      parts.addAll(
          alone
              ? told.parts()
              : Told.fromJson(new JsonObject(told.toJson().encode()), search).parts());
    }
    return new Answer(plan.grid(), search.wanted(), Told.joined(parts)).toJson();
  }

  private Told told(Search search) throws SQLException {
    List<Minute> minutes =
        search.plan().level() == Level.SECONDS
            ? recorder.all(search::isAbout)
            : recorder.unsaved(search::isAbout);
    Told told = Told.remembered(search, node, minutes, recorder.reachesTo());
    return told.with(new Archive(database).read(search, Map.of(node, told.pieces())));
  }

  static long at(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }
}
