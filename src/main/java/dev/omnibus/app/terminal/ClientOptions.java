package dev.omnibus.app.terminal;

import dev.omnibus.client.OmnibusClient;
import dev.omnibus.client.Watcher;
import dev.omnibus.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which node a command talks to, and as whom. */
final class ClientOptions {

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

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /** A client whose node has answered; fails with a {@link NotAnswered}. */
  OmnibusClient openReady() throws IOException, InterruptedException {
    Watched watched = new Watched();
    OmnibusClient client = open(watched);
    try {
      watched.awaitReady();
      return client;
    } catch (NotAnswered | InterruptedException e) {
      client.close();
      throw e;
    }
  }

  OmnibusClient open(Watcher watcher) throws IOException {
    return OmnibusClient.at(nodes())
        .as(new ClientIdentity(user, keyFile, System.getenv()).credentials())
        .watchedBy(watcher)
        .named("omnibus-" + command.name())
        .open();
  }

  private String[] nodes() {
    return urls.isEmpty() ? new String[] {own()} : urls.toArray(String[]::new);
  }

  /** Where the node of this installation listens. */
  private static String own() {
    var http = Settings.load(new HashMap<>(), System.getenv()).node().http();
    boolean anywhere = http.host().equals("0.0.0.0") || http.host().equals("::");
    return "http://" + (anywhere ? "127.0.0.1" : http.host()) + ":" + http.port();
  }
}
