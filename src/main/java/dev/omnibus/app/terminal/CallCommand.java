package dev.omnibus.app.terminal;

import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omnibus call files read --arg path=a.txt}: calls a tool and shows what comes of it. */
@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = {
      "Call a tool of a server, through the gateway, and follow it to its end.",
      "Progress and what it logs go to standard error, the result to standard output. Ctrl-C cancels",
      "it at the server."
    },
    footerHeading = "%nWho you are:%n",
    footer = {
      "  As for tail: OMNIBUS_KEY, --key-file, OMNIBUS_TOKEN, or --user with OMNIBUS_PASSWORD.",
      "",
      "Exit code 0: done; 1: the tool says that it failed, or it could not be called; 2: wrong usage;",
      "130: ended by Ctrl-C."
    })
public final class CallCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SERVER", description = "Name of the server.")
  String server;

  @Parameters(index = "1", paramLabel = "TOOL", description = "Name of the tool.")
  String tool;

  @ArgGroup Arguments given = new Arguments();

  /** One way or the other. */
  static final class Arguments {

    @Option(names = "--json", paramLabel = "JSON", description = "All arguments, as an object.")
    String json;

    @Option(
        names = "--arg",
        paramLabel = "NAME=VALUE",
        description = "One argument; a value that is JSON is taken as that, else as text.")
    Map<String, String> each = new LinkedHashMap<>();
  }

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Give it up after so long; else as long as the server's limits let it.")
  Integer timeout;

  @Option(names = "--output", description = "text or json; text if left out.")
  String output = "text";

  @Mixin ClientOptions node;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonObject request = request();
    CallScreen screen =
        new CallScreen(System.out, System.err, output.equals("json"), System.console() != null);
    try (OmnibusClient client = node.openReady()) {
      return new CallFollower(client, screen).run(request);
    } catch (NotAnswered why) {
      screen.fail(why.getMessage());
      return 1;
    }
  }

  private JsonObject request() {
    if (!output.equals("text") && !output.equals("json")) {
      throw new ParameterException(spec.commandLine(), "--output is text or json");
    }
    JsonObject request =
        new JsonObject()
            .put("server", server)
            .put("tool", tool)
            .put("arguments", arguments())
            .put("detached", true);
    if (timeout != null) {
      request.put("timeoutMs", Duration.ofSeconds(timeout).toMillis());
    }
    return request;
  }

  private JsonObject arguments() {
    if (given.json == null) {
      JsonObject arguments = new JsonObject();
      given.each.forEach((name, value) -> arguments.put(name, value(value)));
      return arguments;
    }
    try {
      return new JsonObject(given.json);
    } catch (DecodeException e) {
      throw new ParameterException(spec.commandLine(), "--json is no JSON object");
    }
  }

  private static Object value(String text) {
    try {
      return Json.decodeValue(text);
    } catch (DecodeException plain) {
      return text;
    }
  }
}
