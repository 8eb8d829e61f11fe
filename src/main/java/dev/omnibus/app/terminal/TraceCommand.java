package dev.omnibus.app.terminal;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omnibus trace 4bf9..}: what a call went through, in the terminal. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Show what a call went through, step by step.",
      "Without an id: which calls are kept, the newest first."
    },
    footerHeading = "%nWho you are:%n",
    footer = {
      "  As for tail: OMNIBUS_KEY, --key-file, OMNIBUS_TOKEN, or a user and a password.",
      "",
      "Exit code 0: shown; 1: nothing is kept of it, or refused; 2: wrong usage."
    })
public final class TraceCommand implements Callable<Integer> {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The trace: 32 digits, or a whole traceparent.")
  String id;

  @Option(names = "--server", description = "Only calls of this server.")
  String server;

  @Option(names = "--tool", description = "Only calls of this tool.")
  String tool;

  @Option(names = "--failed", description = "Only calls that failed.")
  boolean failed;

  @Option(names = "--slow", paramLabel = "MS", description = "Only calls that took so long.")
  Integer slow;

  @Option(
      names = {"-n", "--lines"},
      description = "So many calls, 500 at most.",
      defaultValue = "20")
  int lines;

  @Option(names = "--json", description = "What the node answers, as JSON.")
  boolean json;

  @Mixin ClientOptions node;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (id != null && !ID.matcher(trace(id)).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "'"
              + Printable.of(id)
              + "' is no trace: 32 digits, each 0-9 or a-f, or a whole traceparent");
    }
    try (OmnibusClient client = node.openReady()) {
      show(new Asking(client, DEADLINE));
      return 0;
    } catch (NotAnswered why) {
      new Aside(System.err).say(why.getMessage());
      return 1;
    }
  }

  private void show(Asking asking) throws InterruptedException {
    JsonObject answer =
        id == null
            ? asking.ask(Addresses.QUERY_TRACE_LIST, wish())
            : asking.ask(Addresses.QUERY_TRACE_GET, new JsonObject().put("trace", trace(id)));
    List<String> shown =
        json
            ? List.of(answer.encode())
            : id == null ? TraceLines.list(answer) : TraceLines.waterfall(answer);
    shown.stream().map(Printable::of).forEach(System.out::println);
    for (Object silent : answer.getJsonArray("missing", new JsonArray())) {
      new Aside(System.err).say("no answer from " + silent);
    }
  }

  /** What stands in headers and logs has the id between dashes. */
  static String trace(String given) {
    String[] parts = given.split("-");
    return parts.length == 4 ? parts[1] : given;
  }

  private JsonObject wish() {
    JsonObject wish = new JsonObject().put("limit", lines);
    put(wish, "server", server);
    put(wish, "tool", tool);
    put(wish, "minMs", slow);
    return failed ? wish.put("failed", true) : wish;
  }

  private static void put(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
