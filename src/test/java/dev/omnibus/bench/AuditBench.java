package dev.omnibus.bench;

import dev.omnibus.audit.AuditLoad;
import dev.omnibus.harness.Postgres;
import dev.omnibus.harness.ScratchFolder;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The audit log on the embedded file and on PostgreSQL: 20,000 acts a second for some time, then as
 * many as it takes; and searches in a large log. The issue's own figures: {@code bench audit write
 * 60} and {@code bench audit search 10000000}.
 */
final class AuditBench {

  private static final int RATE = 20_000;
  private static final int SECONDS = 10;
  private static final long ROWS = 1_000_000;

  private AuditBench() {}

  public static void main(String[] args) throws Exception {
    String what = args.length > 0 ? args[0] : "all";
    int size = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    Path folder = ScratchFolder.make("bench-audit");
    try (Database file = Database.embedded(folder.resolve(Database.FILE))) {
      run("file", file, folder.resolve("file"), what, size);
    }
    try (Postgres postgres = Postgres.start(folder.resolve("server"));
        Database server = postgres.database()) {
      run("PostgreSQL", server, folder.resolve("aside"), what, size);
    }
  }

  private static void run(String name, Database database, Path folder, String what, int size)
      throws Exception {
    Files.createDirectories(folder);
    AuditLoad load = new AuditLoad(database);
    if (!what.equals("search")) {
      write(name, load, folder, size == 0 ? SECONDS : size);
    }
    if (!what.equals("write")) {
      search(name, load, size == 0 ? ROWS : size);
    }
  }

  private static void write(String name, AuditLoad load, Path folder, int seconds)
      throws Exception {
    AuditLoad.Written steady = load.write(folder, RATE, seconds);
    say(name, RATE + " acts a second for " + seconds + " s", steady);
    AuditLoad.Written most = load.write(folder, 0, Math.min(seconds, SECONDS));
    say(name, "as many as it takes", most);
    System.out.printf(
        "%-10s ratio: takes %.1f times what is asked of it%n", name, most.perSecond() / RATE);
  }

  private static void say(String name, String what, AuditLoad.Written seen) {
    System.out.printf(
        "%-10s %-30s %,.0f rows/s, %,d written, none lost; at most %,d waited, %,d put aside, the"
            + " last written %.2f s after; %.1f us of a processor a row here; %s%n",
        name,
        what,
        seen.perSecond(),
        seen.rows(),
        seen.behind(),
        seen.aside(),
        seen.doneAfterSeconds(),
        seen.microsARow(),
        seen.chain());
  }

  private static void search(String name, AuditLoad load, long rows) throws Exception {
    long began = System.nanoTime();
    load.fill(rows);
    System.out.printf(
        "%-10s %,d rows filled in %.0f s%n", name, rows, (System.nanoTime() - began) / 1e9);
    for (Map.Entry<String, JsonObject> one : searches().entrySet()) {
      AuditLoad.Looked looked = load.look(one.getValue());
      System.out.printf(
          "%-10s %-36s median %7.1f ms, worst %7.1f ms, %d rows%n",
          name, one.getKey(), looked.median(), looked.worst(), looked.rows());
    }
  }

  private static Map<String, JsonObject> searches() {
    Instant now = Instant.now();
    String from = now.minus(Duration.ofDays(60)).toString();
    String to = now.minus(Duration.ofDays(30)).toString();
    JsonObject time = new JsonObject().put("from", from).put("to", to);
    Map<String, JsonObject> searches = new LinkedHashMap<>();
    searches.put("newest", new JsonObject());
    searches.put("user, server, time", time.copy().put("user", "user17").put("server", "server5"));
    searches.put("user and server that never met", met("user1", "server1000"));
    searches.put("user", new JsonObject().put("user", "user17"));
    searches.put("server, time", time.copy().put("server", "server5"));
    searches.put("time", time);
    searches.put("failed with a word", time.copy().put("outcome", "timeout"));
    searches.put("failed with a word nothing failed with", outcome("forbidden"));
    searches.put("commands", new JsonObject().put("action", "command.*"));
    searches.put("an action that is rare", new JsonObject().put("action", "config.changed"));
    searches.put("text that is often there", new JsonObject().put("text", "received"));
    searches.put("text that is nowhere (cut at 2 s)", new JsonObject().put("text", "nowhere"));
    return searches;
  }

  private static JsonObject met(String user, String server) {
    return new JsonObject().put("user", user).put("server", server);
  }

  private static JsonObject outcome(String word) {
    return new JsonObject().put("outcome", word);
  }
}
