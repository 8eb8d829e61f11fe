package dev.omnibus.app;

import dev.omnibus.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omnibus run}: one node, until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Start one node.",
      "Options come before environment variables, and those before omnibus.json.",
      "SIGTERM or Ctrl-C drains it: servers are handed over, sockets are told to come back."
    },
    footerHeading = "%nMore environment:%n",
    footer = {
      "  OMNIBUS_ADMIN_PASSWORD   the password of admin, whatever access.json says",
      "  OMNIBUS_CLUSTER_NAME     nodes of one name form one cluster (omnibus)",
      "  OMNIBUS_CLUSTER_MEMBERS  hosts to look for other nodes at (127.0.0.1)",
      "  OMNIBUS_CLUSTER_HOST, OMNIBUS_CLUSTER_PORT, OMNIBUS_OPS_HOST, OMNIBUS_LOG"
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

  @Option(
      names = "--conf",
      description = "Configuration folder (OMNIBUS_CONF; conf/ beside the launcher).")
  Path conf;

  @Option(
      names = "--data",
      description = "What this node remembers (OMNIBUS_DATA; data/ beside conf/).")
  Path data;

  @Option(names = "--name", description = "Name of this node (OMNIBUS_NODE).")
  String name;

  @Option(names = "--host", description = "Where to listen (OMNIBUS_HTTP_HOST; 127.0.0.1).")
  String host;

  @Option(names = "--port", description = "Dashboard and sockets (OMNIBUS_HTTP_PORT; 8080).")
  Integer port;

  @Option(names = "--ops-port", description = "Health and metrics (OMNIBUS_OPS_PORT; 8081).")
  Integer opsPort;

  private final Clock clock;

  /** Held as long as the process lives. */
  private DataFolder folder;

  RunCommand() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock by which the node goes
   */
  RunCommand(Clock clock) {
    this.clock = clock;
  }

  private static void needPort(Settings settings, String host, int port, String option) {
    Ports.needApart(settings.node().cluster(), port, option);
    Ports.needFree(host, port, option);
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.load(commandLine(), System.getenv());
    folder = DataFolder.claim(settings.data());
    needPort(settings, settings.node().http().host(), settings.node().http().port(), "--port");
    needPort(settings, settings.node().ops().host(), settings.node().ops().port(), "--ops-port");
    Node node = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(node), "drain"));
    Banner.print(node, settings);
    node.ended().toCompletionStage().toCompletableFuture().get();
    return 0;
  }

  private Map<String, String> commandLine() {
    Map<String, String> line = new HashMap<>();
    line.put("conf", conf == null ? null : conf.toString());
    line.put("data", data == null ? null : data.toString());
    line.put("node.name", name);
    line.put("http.host", host);
    line.put("http.port", port == null ? null : port.toString());
    line.put("ops.port", opsPort == null ? null : opsPort.toString());
    return line;
  }

  private Node start(Settings settings) throws Exception {
    try {
      return Node.boot(settings, clock)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // It has no words of its own, and whoever reads the last cause would read its name.
      throw new IllegalStateException("not started within " + START_LIMIT.toSeconds() + " s");
    }
  }

  /**
   * Vert.x turns Hazelcast's own hook off: without this one SIGTERM looks like a crash to peers.
   */
  private static void drain(Node node) {
    try {
      node.stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("drain cut short", e);
    }
  }
}
