package dev.omnibus.app;

import dev.omnibus.app.terminal.CallCommand;
import dev.omnibus.app.terminal.LogsCommand;
import dev.omnibus.app.terminal.TailCommand;
import dev.omnibus.app.terminal.TraceCommand;
import dev.omnibus.app.terminal.TryCommand;
import dev.omnibus.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. What each word does stands in its own class. */
@Command(
    name = "omnibus",
    description = "Watches, steers and serves fleets of MCP servers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      ClusterCommand.class,
      CheckCommand.class,
      PasswdCommand.class,
      KeyCommand.class,
      AuditCommand.class,
      MigrateCommand.class,
      TailCommand.class,
      CallCommand.class,
      LogsCommand.class,
      TraceCommand.class,
      TryCommand.class,
      DemoCommand.class,
      RehearseCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nHandled by the launcher itself:%n",
    footer = {
      "  test     Prove everything: installs what the tests need, then runs them all.",
      "  bench    Measure: bench probes, schedule, gateway, bridge, logs, telemetry,",
      "           history, audit.",
      "  build    Build the jar and the dashboard, without tests."
    })
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code: 0 fine, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    // Hazelcast logs before it reads its own file.
    System.setProperty("hazelcast.logging.type", "slf4j");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(new SayWhy());
    line.setParameterExceptionHandler(new SayHow());
    return line;
  }
}
