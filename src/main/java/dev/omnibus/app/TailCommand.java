package dev.omnibus.app;

import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.config.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus tail event.server.status}: follows events in the terminal. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Follow events, such as event.server.status, of this node or of others. It survives restarts:",
      "what happened meanwhile is caught up with, or said to be missing, on standard error."
    },
    footerHeading = "%nWho you are:%n",
    footer = {
      "  An API key in OMNIBUS_KEY or in the file of --key-file, a token in OMNIBUS_TOKEN, or a user",
      "  whose password is in OMNIBUS_PASSWORD or is asked for (or read from standard input). The user",
      "  is admin unless --user says otherwise; OMNIBUS_ADMIN_PASSWORD does for admin, as for a node.",
      "",
      "Exit code 0: --count events were shown; 1: refused, or told to stay away; 2: wrong usage;",
      "130: ended by Ctrl-C."
    })
final class TailCommand implements Callable<Integer> {

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "What to hear; event.call.started event.call.finished are two.")
  List<String> addresses;

  @Option(
      names = "--server",
      description = "Only what is about this server; a trailing * for more.")
  String server;

  @Option(names = "--severity", description = "Only what is at least that: info, warning, error.")
  String severity;

  @Option(
      names = "--url",
      description = {
        "A node; several for nodes that stand in for each other.",
        "The one of this installation if left out."
      })
  List<String> urls = new ArrayList<>();

  @Option(names = "--user", description = "Who you are, with a password (OMNIBUS_USER).")
  String user;

  @Option(names = "--key-file", description = "A file with an API key (OMNIBUS_KEY_FILE).")
  Path keyFile;

  @Option(names = "--json", description = "Whole events, a line of JSON each.")
  boolean json;

  @Option(names = "--count", description = "End after so many events.")
  long count = Long.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonObject filter = filter();
    Credentials who = new TailIdentity(user, keyFile, System.getenv()).credentials();
    TailPrinter printer = new TailPrinter(System.out, System.err, json, count);
    OmnibusClient client = OmnibusClient.at(nodes(urls)).as(who).watchedBy(printer).open();
    Runtime.getRuntime().addShutdownHook(new Thread(client::close, "goodbye"));
    for (String address : addresses) {
      client.hear(address, filter, printer.of(address));
    }
    int code = printer.awaitEnd();
    client.close();
    return code;
  }

  /** The nodes that were named, or the one of this installation. */
  static String[] nodes(List<String> urls) {
    return urls.isEmpty() ? new String[] {own()} : urls.toArray(String[]::new);
  }

  /** Where the node of this installation listens. */
  private static String own() {
    var http = Settings.load(new HashMap<>(), System.getenv()).node().http();
    boolean anywhere = http.host().equals("0.0.0.0") || http.host().equals("::");
    return "http://" + (anywhere ? "127.0.0.1" : http.host()) + ":" + http.port();
  }

  private JsonObject filter() {
    JsonObject filter = new JsonObject();
    if (server != null) {
      filter.put("server", server);
    }
    return severity == null
        ? filter
        : filter.put("severity", HeaderFilter.severity(severity).word());
  }
}
