package dev.omnibus.app.terminal;

import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus tail event.server.status}: follows events in the terminal. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Follow events, such as event.server.status, of this node or of others.",
      "It survives restarts: what happened meanwhile is caught up with, or said to be missing, on",
      "standard error."
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
public final class TailCommand implements Callable<Integer> {

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

  @Mixin ClientOptions node;

  @Option(names = "--json", description = "Whole events, a line of JSON each.")
  boolean json;

  @Option(names = "--count", description = "End after so many events.")
  long count = Long.MAX_VALUE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonObject filter = filter();
    TailPrinter printer = new TailPrinter(System.out, System.err, json, count);
    OmnibusClient client = node.open(printer);
    Runtime.getRuntime().addShutdownHook(new Thread(client::close, "goodbye"));
    for (String address : addresses) {
      client.hear(address, filter, printer.of(address));
    }
    int code = printer.awaitEnd();
    client.close();
    return code;
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
