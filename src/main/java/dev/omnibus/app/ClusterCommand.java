package dev.omnibus.app;

import dev.omnibus.config.Settings;
import dev.omnibus.config.check.ConfigCheck;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus cluster 3}: several nodes on this machine, one cluster, each its own process. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Start several nodes on this machine as one cluster.",
      "Node i listens on port + 10 i (dashboard) and one above it (health and metrics)."
    })
final class ClusterCommand implements Callable<Integer> {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int PORT_STEP = 10;

  /** The exit code of a process that was asked to end. */
  private static final int SIGTERM = 128 + 15;

  @Parameters(index = "0", defaultValue = "3", description = "How many nodes, 1 to 9.")
  int nodes;

  @Option(names = "--port", defaultValue = "8080", description = "Port of the first node.")
  int port;

  @Option(names = "--conf", description = "Configuration folder that all nodes share.")
  Path conf;

  @Option(names = "--data", description = "Each node keeps a folder in it (data/ beside conf/).")
  Path data;

  private final List<Process> children = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < 1 || nodes > 9) {
      throw new IllegalArgumentException("1 to 9 nodes, not " + nodes);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "end-nodes"));
    for (int i = 0; i < nodes; i++) {
      children.add(start(i));
      // One after the other: the first makes the secret and the admin, the others take them over.
      awaitReady(i);
    }
    System.out.printf("%n%d nodes, one cluster. Ctrl-C ends them all.%n", nodes);
    int worst = 0;
    for (Process child : children) {
      worst = Math.max(worst, child.waitFor());
    }
    return worst;
  }

  /** One line of output says which node wrote it. */
  private Process start(int i) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("run", "--name", "n" + (i + 1)));
    command.addAll(List.of("--data", data().resolve("n" + (i + 1)).toString()));
    command.addAll(List.of("--port", "" + portOf(i), "--ops-port", "" + (portOf(i) + 1)));
    if (conf != null) {
      command.addAll(List.of("--conf", conf.toString()));
    }
    ProcessBuilder node = new ProcessBuilder(command).inheritIO();
    node.environment().put("OMNIBUS_LOG_NODE", "n" + (i + 1) + " ");
    Process process = node.start();
    process.onExit().thenAccept(ended -> say(i, ended.exitValue()));
    return process;
  }

  /** The others go on: without a word it would look as if all were well. */
  private static void say(int i, int code) {
    if (code != 0 && code != SIGTERM) {
      System.err.printf("omnibus: node n%d ended with exit code %d%n", i + 1, code);
    }
  }

  private Path data() {
    Path folder = conf == null ? Settings.defaultConf() : conf;
    return data == null ? ConfigCheck.home(folder).resolve("data") : data;
  }

  private int portOf(int i) {
    return port + PORT_STEP * i;
  }

  private void awaitReady(int i) throws InterruptedException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    URI ready = URI.create("http://127.0.0.1:" + (portOf(i) + 1) + "/health/ready");
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answersOk(http, request)) {
      if (children.get(i).waitFor(200, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("node n" + (i + 1) + " ended while starting, see above");
      }
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("node n" + (i + 1) + " was not ready in " + START_LIMIT);
      }
    }
  }

  private static boolean answersOk(HttpClient http, HttpRequest request)
      throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void endAll() {
    children.forEach(Process::destroy);
    for (Process child : children) {
      try {
        if (!child.waitFor(30, TimeUnit.SECONDS)) {
          child.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        child.destroyForcibly();
      }
    }
  }
}
