package dev.omnibus.app;

import dev.omnibus.audit.AuditMove;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.Settings;
import dev.omnibus.store.Database;
import dev.omnibus.store.TableCopy;
import dev.omnibus.store.TableNames;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omnibus migrate}: history and audit leave the file for the PostgreSQL of the cluster. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Move history and audit from the data folder's file into the PostgreSQL that store.url of"
          + " omnibus.json names.",
      "Stop the node first. The file stays as it is; a run that was broken off is begun again by"
          + " the same command, and one more run changes nothing.",
      "Exit code 0: all is there; 1: not, and why."
    })
final class MigrateCommand implements Callable<Integer> {

  private static final long SAY_EVERY = 100_000;

  @Option(names = "--conf", description = "Configuration folder (OMNIBUS_CONF).")
  Path conf;

  @Option(names = "--data", description = "The node's data folder (OMNIBUS_DATA).")
  Path data;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    Settings settings = Settings.load(commandLine(), System.getenv());
    if (settings.node().store().isEmbedded()) {
      throw new IllegalStateException(
          "omnibus.json names no PostgreSQL to move to: set store.url first");
    }
    Path file = settings.data().resolve(Database.FILE);
    if (!Files.exists(file)) {
      throw new IllegalStateException("nothing to move: there is no " + file);
    }
    SecretRefs secrets = SecretRefs.ofProcess(settings.home());
    try (DataFolder folder = claimed(settings.data());
        Database from = Database.embedded(file);
        Database to = Database.of(settings.node().store(), settings.data(), secrets)) {
      move(from, to);
      if (!folder.isHeld()) {
        throw new IllegalStateException("the data folder was taken away meanwhile");
      }
    }
    say("all is there; %s is no longer used", file);
    return 0;
  }

  private static DataFolder claimed(Path data) {
    try {
      return DataFolder.claim(data);
    } catch (IllegalStateException e) {
      throw new IllegalStateException("stop the node first: " + e.getMessage());
    }
  }

  private void move(Database from, Database to) throws SQLException {
    List<AuditMove.Counts> chains = new AuditMove(from, to).all(rows -> progress("audit", rows));
    for (AuditMove.Counts chain : chains) {
      say("audit %s: %d rows moved, %d were there", chain.chain(), chain.moved(), chain.there());
    }
    // What a node has written there since is younger than what it left in its file.
    boolean wentOn = chains.stream().anyMatch(AuditMove.Counts::wentOn);
    TableCopy copy = new TableCopy(from, to, wentOn);
    for (String table : TableNames.of(from)) {
      if (!AuditMove.TABLES.contains(table)) {
        TableCopy.Counts counts = copy.copy(table, rows -> progress(table, rows));
        say("%s: %d rows moved, %d were there", table, counts.copied(), counts.there());
      }
    }
  }

  private void progress(String what, long rows) {
    if (rows % SAY_EVERY == 0) {
      say("%s: %d rows so far", what, rows);
    }
  }

  private void say(String text, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(text, values));
    out.flush();
  }

  private Map<String, String> commandLine() {
    Map<String, String> line = new HashMap<>();
    line.put("conf", conf == null ? null : conf.toString());
    line.put("data", data == null ? null : data.toString());
    return line;
  }
}
