package dev.omnibus.app;

import dev.omnibus.audit.AuditLogs;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.Settings;
import dev.omnibus.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omnibus audit}: what can be done with the log beside a running node. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Look after the audit log.",
    subcommands = AuditCommand.Verify.class)
final class AuditCommand {

  /** {@code omnibus audit verify}: whether a row was changed or taken out. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Check that no row was changed, moved or taken out; beside a running node, too.",
        "Exit code 0: all chains are whole; 1: one is not, or the store can't be read."
      })
  static final class Verify implements Callable<Integer> {

    @Option(names = "--conf", description = "Configuration folder (OMNIBUS_CONF).")
    Path conf;

    @Option(names = "--data", description = "The node's data folder (OMNIBUS_DATA).")
    Path data;

    @Override
    public Integer call() throws SQLException {
      Settings settings = Settings.load(commandLine(), System.getenv());
      SecretRefs secrets = SecretRefs.ofProcess(settings.home());
      try (Database database = Database.of(settings.node().store(), settings.data(), secrets)) {
        List<AuditLogs.Verdict> verdicts = AuditLogs.verify(database, settings.data());
        verdicts.forEach(verdict -> System.out.println(verdict.text()));
        if (verdicts.isEmpty()) {
          System.out.println("no audit log yet");
        }
        return verdicts.stream().allMatch(AuditLogs.Verdict::whole) ? 0 : 1;
      }
    }

    private Map<String, String> commandLine() {
      Map<String, String> line = new HashMap<>();
      line.put("conf", conf == null ? null : conf.toString());
      line.put("data", data == null ? null : data.toString());
      return line;
    }
  }
}
