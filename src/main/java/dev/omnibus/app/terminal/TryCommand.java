package dev.omnibus.app.terminal;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus try https://host/mcp}: tests a connection, step by step. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description = {
      "Test the connection to a server, step by step, with advice.",
      "It is one of the fleet by its name, an address, or an entry of mcpServers in a file (- for",
      "standard input). The node tests, not this machine."
    },
    footerHeading = "%nWho you are:%n",
    footer = {
      "  As for tail: OMNIBUS_KEY, --key-file, OMNIBUS_TOKEN, or a user and a password.",
      "",
      "Exit code 0: it works; 1: it does not, or the test was refused; 2: wrong usage."
    })
public final class TryCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(28);

  @Parameters(index = "0", paramLabel = "WHAT", description = "A server's name, a URL, or a file.")
  String what;

  @Option(names = "--tool", description = "A tool to call at the end.")
  String tool;

  @Option(names = "--arguments", description = "Its arguments, as JSON.", defaultValue = "{}")
  String arguments;

  @Option(names = "--json", description = "The whole report as JSON.")
  boolean json;

  @Mixin ClientOptions node;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonObject body = body();
    try (OmnibusClient client = node.openReady()) {
      JsonObject report = new Asking(client, PATIENCE).ask(Addresses.COMMAND_SERVER_TEST, body);
      print(report, System.out);
      return Boolean.TRUE.equals(report.getBoolean("ok")) ? 0 : 1;
    }
  }

  private JsonObject body() throws IOException {
    JsonObject body = new JsonObject();
    if (what.startsWith("http://") || what.startsWith("https://")) {
      body.put("definition", new JsonObject().put("url", what));
    } else if (what.equals("-") || what.endsWith(".json")) {
      body.put("definition", entry(text()));
    } else {
      body.put("server", what);
    }
    return tool == null
        ? body
        : body.put(
            "canary", new JsonObject().put("tool", tool).put("arguments", parsed(arguments)));
  }

  private String text() throws IOException {
    return what.equals("-")
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(what));
  }

  /** One entry, alone or in what it is pasted from. */
  private static JsonObject entry(String text) {
    JsonObject json = parsed(text);
    JsonObject all = json.getValue("mcpServers") instanceof JsonObject servers ? servers : json;
    if (all.containsKey("command") || all.containsKey("url") || all.containsKey("urls")) {
      return all;
    }
    if (all.size() != 1
        || !(all.getValue(all.fieldNames().iterator().next()) instanceof JsonObject)) {
      throw new IllegalArgumentException("give one entry of mcpServers");
    }
    return all.getJsonObject(all.fieldNames().iterator().next());
  }

  private static JsonObject parsed(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("that is no JSON object: " + e.getMessage());
    }
  }

  private void print(JsonObject report, PrintStream out) {
    if (json) {
      out.println(Printable.of(report.encode()));
      return;
    }
    for (Object one : report.getJsonArray("phases", new JsonArray())) {
      JsonObject step = (JsonObject) one;
      line(
          out,
          "%s %-11s %9.2f ms  %s",
          step.getBoolean("ok") ? "ok " : "NO ",
          step.getString("phase"),
          step.getDouble("ms"),
          step.getString("detail", ""));
    }
    JsonObject certificate = report.getJsonObject("certificate");
    if (certificate != null) {
      line(
          out,
          "certificate %s, until %s (%s days), trusted: %s",
          certificate.getString("subject"),
          certificate.getString("until"),
          certificate.getInteger("daysLeft"),
          certificate.getBoolean("trusted") ? "yes" : "no");
    }
    each(report, "warnings", "! ", out);
    JsonObject canary = report.getJsonObject("canary");
    if (canary != null) {
      line(
          out,
          "%s: %s",
          canary.getBoolean("ok") ? "called" : "the tool failed",
          canary.getString("text"));
    }
    JsonObject error = report.getJsonObject("error");
    if (error != null) {
      line(out, "%s", error.getString("text"));
      each(error, "advice", "- ", out);
      each(report, "said", "  | ", out);
    } else if (report.getBoolean("ok")) {
      JsonObject open = report.getJsonObject("session");
      line(out, "it works: %s, %s", open.getString("name"), open.getString("protocol"));
    }
  }

  private static void each(JsonObject json, String key, String mark, PrintStream out) {
    json.getJsonArray(key, new JsonArray()).forEach(text -> line(out, "%s%s", mark, text));
  }

  private static void line(PrintStream out, String form, Object... values) {
    out.println(Printable.of(form.formatted(values)));
  }
}
