package dev.omnibus.app.terminal;

import dev.omnibus.client.OmnibusClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus logs files --follow}: the log of a server in the terminal. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = {
      "Show the log of a server, from all nodes.",
      "That is what it prints and says, what probes find, what is done with it."
    },
    footerHeading = "%nWho you are:%n",
    footer = {
      "  As for tail: OMNIBUS_KEY, --key-file, OMNIBUS_TOKEN, or a user and a password.",
      "",
      "Exit code 0: shown, and with --follow ended by who reads; 1: refused; 2: wrong usage;",
      "130: ended by Ctrl-C."
    })
public final class LogsCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SERVER", description = "Whose log.")
  String server;

  @Option(names = "--replica", description = "Of one of several replicas alone, by its number.")
  Integer replica;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes.")
  boolean follow;

  @Option(
      names = "--level",
      description = "Only what is at least that grave: debug, info, notice, warning, error.")
  String level;

  @Option(
      names = "--source",
      description = "Only from there: stderr, stdout, mcp, probe, lifecycle, omnibus.")
  String source;

  @Option(names = "--text", description = "Only lines that hold this, whatever its case.")
  String text;

  @Option(names = "--since", description = "Only lines after a time such as 2026-11-22T10:00:00Z.")
  String since;

  @Option(
      names = {"-n", "--lines"},
      description = "So many of the newest lines, 2000 at most.",
      defaultValue = "100")
  int lines;

  @Option(names = "--json", description = "Whole lines of the log, a line of JSON each.")
  boolean json;

  @Mixin ClientOptions node;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogPrinter printer = new LogPrinter(System.out, System.err, this);
    try (OmnibusClient client = node.open(printer)) {
      Runtime.getRuntime().addShutdownHook(new Thread(client::close, "goodbye"));
      return printer.show(client);
    }
  }
}
