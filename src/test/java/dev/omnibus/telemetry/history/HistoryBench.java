package dev.omnibus.telemetry.history;

import dev.omnibus.harness.Postgres;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.SparseHistogram;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What history costs: {@code memory [minutes]}, what all live series and the hour in seconds of
 * 1,000 servers with 10 tools each take; {@code range}, how long 50 series over 30 days take from
 * tables that are filled, in both databases.
 */
public final class HistoryBench {

  private static final int DAYS = 30;
  private static final int STORED = 150;
  private static final int ASKED = 50;
  private static final int ROUNDS = 15;
  private static final long END = Past.at("2026-11-22T00:00:00Z");

  private static final Map<Integer, List<SparseHistogram>> TIMES = new HashMap<>();
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  private HistoryBench() {}

  public static void main(String[] args) throws Exception {
    String mode = args.length == 0 ? "memory" : args[0];
    switch (mode) {
      case "memory" -> HistoryMemory.hour(args.length > 1 ? Integer.parseInt(args[1]) : 60);
      case "range" -> range();
      default -> throw new IllegalArgumentException("memory or range: " + mode);
    }
  }

  private static void range() throws Exception {
    Path folder = ScratchFolder.make("bench-history");
    Path file = folder.resolve(Database.FILE);
    try (Database embedded = Database.embedded(file)) {
      database("embedded", embedded);
    }
    System.out.printf("embedded file: %d MB%n", Files.size(file) >> 20);
    try (Postgres postgres = Postgres.start();
        Database shared = postgres.database()) {
      database("PostgreSQL", shared);
    }
  }

  private static long took() {
    return HistoryMemory.took(RANDOM);
  }

  private static void database(String name, Database database) throws SQLException {
    Past past = new Past("n1", database);
    long began = System.nanoTime();
    long[] bytes = fill(database);
    System.out.printf(
        "%s: %d series over %d days filled in %.1f s; at a call a second a counter takes %d bytes a"
            + " day in steps of 10 s, %d in minutes and %d in hours, a histogram %d, %d and %d%n",
        name,
        STORED,
        DAYS,
        (System.nanoTime() - began) / 1e9,
        tens(series(0)),
        bytes[0],
        bytes[1],
        tens(series(1)),
        bytes[2],
        bytes[3]);
    String[] asked = new String[ASKED];
    for (int i = 0; i < ASKED; i++) {
      asked[i] =
          "{\"metric\":\""
              + (i % 2 == 0 ? Metric.CALLS : Metric.LATENCY).word()
              + "\",\"server\":\"server-"
              + i / 2
              + "\"}";
    }
    for (int round = 0; round < 2; round++) {
      ask(name, past, DAYS, 300, asked);
      ask(name, past, DAYS, 720, asked);
      ask(name, past, DAYS, 2_000, asked);
      ask(name, past, 7, 2_000, asked);
      ask(name, past, 1, 300, asked);
    }
  }

  /** From the question to the text of the answer. */
  private static void ask(String name, Past past, int days, int points, String[] asked)
      throws SQLException {
    double[] took = new double[ROUNDS];
    double[] busy = new double[ROUNDS];
    int step = 0;
    int length = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long asking = System.nanoTime();
      long working = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      JsonObject told = past.answer(END - days * 86_400L, END, points, asked);
      length = told.encode().length();
      took[i] = (System.nanoTime() - asking) / 1e6;
      busy[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - working) / 1e6;
      step = told.getInteger("step");
    }
    Arrays.sort(took);
    Arrays.sort(busy);
    System.out.printf(
        "%s: %d series over %d days, at most %d points (step %d s, %d KB): median %.0f ms,"
            + " worst %.0f ms; %.0f ms of the thread%n",
        name,
        ASKED,
        days,
        points,
        step,
        length >> 10,
        took[ROUNDS / 2],
        took[ROUNDS - 1],
        busy[ROUNDS / 2]);
  }

  /** Bytes a day: of a counter in minutes and in hours, of a histogram in minutes and in hours. */
  private static long[] fill(Database database) throws SQLException {
    HistoryTable table = new HistoryTable(database);
    List<Series> series = new ArrayList<>(List.of(Series.life("n1")));
    for (int i = 0; i < STORED; i++) {
      series.add(series(i));
    }
    new SeriesTable(database).introduce(series);
    long[] bytes = new long[4];
    for (long day = END - DAYS * 86_400L; day < END; day += 86_400) {
      for (long hour = day; hour < day + 86_400; hour += 3_600) {
        put(table, Level.MINUTES, hour, series, bytes, 0);
      }
      put(table, Level.HOURS, day, series, bytes, 1);
    }
    table.rolled("n1", Level.MINUTES, END);
    table.rolled("n1", Level.HOURS, END);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] /= (long) DAYS * STORED / 2;
    }
    return bytes;
  }

  private static Series series(int number) {
    return new Series(
        "n1",
        SeriesKey.server("server-" + number / 2),
        number % 2 == 0 ? Metric.CALLS : Metric.LATENCY);
  }

  /** Bytes of a day in steps of ten seconds. */
  private static long tens(Series one) {
    return 1_440L * chunk(one, Level.TENS).length;
  }

  private static void put(
      HistoryTable table, Level level, long at, List<Series> series, long[] bytes, int place)
      throws SQLException {
    List<HistoryTable.Data> rows = new ArrayList<>();
    for (Series one : series) {
      byte[] chunk = chunk(one, level);
      rows.add(new HistoryTable.Data(one.id(), one, chunk));
      if (!one.isLife()) {
        bytes[one.kind() == Metric.Kind.HISTOGRAM ? place + 2 : place] += chunk.length;
      }
    }
    table.replace(level, at, rows);
  }

  private static byte[] chunk(Series one, Level level) {
    Chunk chunk = new Chunk(one.kind());
    int steps = level.block() / level.step();
    for (int step = 0; step < steps; step++) {
      if (one.kind() == Metric.Kind.HISTOGRAM) {
        chunk.histogram(step, times(level.step()).toBytes());
      } else {
        chunk.number(step, one.isLife() ? level.step() : RANDOM.nextInt(level.step() * 2));
      }
    }
    return chunk.toBytes(steps);
  }

  /** One of some that were made once: making them is not what is measured. */
  private static SparseHistogram times(int calls) {
    List<SparseHistogram> made = TIMES.computeIfAbsent(calls, HistoryBench::some);
    return made.get(RANDOM.nextInt(made.size()));
  }

  private static List<SparseHistogram> some(int calls) {
    return Stream.generate(() -> made(calls)).limit(100).toList();
  }

  private static SparseHistogram made(int calls) {
    SparseHistogram all = SparseHistogram.NONE;
    for (int i = 0; i < calls; i++) {
      all = all.merge(SparseHistogram.of(took()));
    }
    return all;
  }
}
