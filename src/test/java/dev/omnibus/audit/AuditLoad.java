package dev.omnibus.audit;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The audit log under load, for benchmarks: the same trail, scribe and ledger that a node has. */
public final class AuditLoad {

  private static final int SPILL_AT = 50_000;
  private static final int TICK_MS = 10;
  private static final long ROUND_NANOS = 100_000_000;
  private static final String CHAIN = "bench~a";

  /**
   * What was seen.
   *
   * @param behind how many waited at most when a round was over
   * @param microsARow what the thread that writes took of a processor for each row
   */
  public record Written(
      double perSecond,
      long behind,
      double doneAfterSeconds,
      long aside,
      long rows,
      double microsARow,
      String chain) {}

  /** What a search took, in milliseconds, and how many rows it gave. */
  public record Looked(double median, double worst, int rows) {}

  private final Database database;
  private final AuditTable table;

  public AuditLoad(Database database) {
    this.database = database;
    this.table = new AuditTable(database);
  }

  /**
   * Acts come at a rate for so long; a round is made ten times a second, as a node does.
   *
   * @param rate a second; 0 for as many as are taken
   */
  public Written write(Path folder, int rate, int seconds) throws IOException, SQLException {
    AuditTrail trail = new AuditTrail();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ScribeCounters counters = new ScribeCounters(meters, trail);
    AtomicLong written = new AtomicLong();
    ChainHeadFile head = new ChainHeadFile(folder);
    StoreWatch watch = new StoreWatch(Clock.systemUTC(), (severity, state) -> {});
    Scribe scribe =
        new Scribe(
            new Backlog(trail, Spill.open(folder.resolve("aside")), counters),
            new Ledger(table, CHAIN),
            Clock.systemUTC(),
            SPILL_AT,
            counters,
            watch,
            rows -> {
              written.addAndGet(rows.size());
              put(head, rows.get(rows.size() - 1));
            });
    scribe.round();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong left = new AtomicLong();
    Thread agents = new Thread(() -> left.set(leave(trail, rate, seconds, over)), "agents");
    long began = System.nanoTime();
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    agents.start();
    long behind = 0;
    while (!over.get()) {
      long next = System.nanoTime() + ROUND_NANOS;
      scribe.round();
      behind = Math.max(behind, trail.size());
      LockSupport.parkNanos(next - System.nanoTime());
    }
    long rest = watch.toJson().getLong("waiting");
    double asked = (System.nanoTime() - began) / 1e9;
    scribe.finish();
    double all = (System.nanoTime() - began) / 1e9;
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    Verification.Finding finding = new Verification(table).all(Optional.empty()).get(0);
    if (written.get() != left.get() || finding.fault() != null) {
      throw new IllegalStateException(
          "left " + left + ", written " + written + ", chain " + finding.fault());
    }
    return new Written(
        written.get() / all,
        Math.max(behind, rest),
        all - asked,
        (long) meters.get("omnibus.audit.aside").counter().count(),
        written.get(),
        cpu / 1e3 / Math.max(1, written.get()),
        finding.toString());
  }

  private static void put(ChainHeadFile file, AuditRow last) {
    try {
      file.put(last);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many were left. */
  private static long leave(AuditTrail trail, int rate, int seconds, AtomicBoolean over) {
    long began = System.nanoTime();
    long end = began + seconds * 1_000_000_000L;
    long count = 0;
    while (System.nanoTime() < end) {
      long due =
          rate == 0
              ? count + Math.max(0, SPILL_AT / 2 - trail.size())
              : (System.nanoTime() - began) / 1_000 * rate / 1_000_000;
      for (; count < due; count++) {
        trail.record(act(count));
      }
      LockSupport.parkNanos(TICK_MS * 1_000_000L);
    }
    over.set(true);
    return count;
  }

  /** As the gateway leaves them. */
  private static AuditEntry act(long i) {
    JsonObject arguments =
        new JsonObject()
            .put("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            .put("bytes", 20 + i % 400);
    return new AuditEntry(
        Instant.now(),
        "user" + i % 100,
        "mcp.tool.call",
        "server" + i % 97,
        "tool" + i % 10,
        i % 50 == 0 ? "timeout" : AuditEntry.OK,
        i % 300,
        new JsonObject().put("sent", 180).put("received", 950).put("arguments", arguments));
  }

  /**
   * Fills an empty log within the database: rows over 90 days, none of them in a chain. Indices are
   * made when the rows are there, since that is quicker by far.
   */
  public void fill(long rows) throws SQLException {
    List<String> indices = indices();
    for (String index : indices) {
      execute("DROP INDEX " + index.replaceFirst("(?s).*? INDEX (\\w+) ON .*", "$1"));
    }
    long step = Duration.ofDays(90).toMillis() / rows;
    long first = Instant.now().minus(Duration.ofDays(90)).toEpochMilli();
    for (long from = 0; from < rows; from += 250_000) {
      execute(filling(from, Math.min(rows, from + 250_000), first, Math.max(1, step)));
    }
    for (String index : indices) {
      execute(index);
    }
    execute("ANALYZE audit");
  }

  /** How the indices of the log are made. */
  private List<String> indices() throws SQLException {
    String sql =
        database.dialect().isEmbedded()
            ? "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'audit'"
                + " AND sql IS NOT NULL"
            : "SELECT indexdef FROM pg_indexes WHERE tablename = 'audit' AND indexname <>"
                + " 'audit_pkey'";
    List<String> indices = new ArrayList<>();
    database.read(
        connection -> {
          Sql.query(connection, row -> indices.add(row.getString(1)), sql);
          return null;
        });
    return indices;
  }

  private void execute(String sql) throws SQLException {
    database.write(connection -> Sql.update(connection, sql));
  }

  private String filling(long from, long to, long first, long step) {
    boolean embedded = database.dialect().isEmbedded();
    String numbers =
        embedded
            ? "WITH RECURSIVE s(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM s WHERE i < %d) "
                .formatted(from, to - 1)
            : "";
    String source =
        embedded ? "s" : "generate_series(%d::bigint, %d::bigint) AS s(i)".formatted(from, to - 1);
    String hash = embedded ? "randomblob(32)" : "sha256(i::text::bytea)";
    return "INSERT INTO audit ("
        + AuditTable.COLUMNS
        + ") "
        + numbers
        + "SELECT 'bench~b', i + 1, "
        + first
        + " + i * "
        + step
        + ", 'user' || (i * 7919 % 1000), CASE WHEN i % 500 = 0 THEN 'command.server.restart' ELSE"
        + " 'mcp.tool.call' END, 'server' || (i * 104729 % 997), 'tool' || (i % 10), CASE WHEN i %"
        + " 50 = 0 THEN 'timeout' ELSE 'ok' END, i % 300,"
        + " '{\"sent\":180,\"received\":950,\"arguments\":{\"sha256\":\"' || (i * 1000003) ||"
        + " '\",\"bytes\":20}}', "
        + hash
        + " FROM "
        + source;
  }

  /** The same search a few times, as the page asks it. */
  public Looked look(JsonObject search) throws SQLException {
    double[] took = new double[15];
    int rows = 0;
    for (int i = 0; i < took.length; i++) {
      long began = System.nanoTime();
      rows = table.search(AuditSearch.fromJson(search), Duration.ofSeconds(2)).rows().size();
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    double worst = Arrays.stream(took).max().orElse(0);
    Arrays.sort(took);
    return new Looked(took[took.length / 2], worst, rows);
  }
}
