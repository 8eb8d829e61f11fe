package dev.omnibus.harness;

import dev.omnibus.app.Main;
import dev.omnibus.config.sync.FirstAccess;
import dev.omnibus.harness.Waiting.Condition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A real node in a process of its own, as a user starts it; it ends with the test. */
public final class NodeProcess implements AutoCloseable {

  public static final String PASSWORD = Password.TEXT;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * A test's node lives for seconds: what the second compiler and G1 would win takes longer. That
   * {@code cluster.xml} is what Hazelcast's schema allows, tests inside one JVM show.
   */
  static final List<String> QUICK =
      List.of(
          "-Xmx512m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Dhazelcast.config.schema.validation.enabled=false");

  /** A test run that is broken off, or a class whose start failed, leaves none of them behind. */
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NodeProcess::endAll, "nodes"));
  }

  private static void endAll() {
    STARTED.stream()
        .filter(Process::isAlive)
        .forEach(
            node -> {
              node.descendants().forEach(ProcessHandle::destroyForcibly);
              node.destroyForcibly();
            });
  }

  private final String name;
  private final Path folder;
  private final int port;
  private final int opsPort;
  private final int clusterPort;
  private String clusterName;
  private List<String> speed = QUICK;
  private final List<String> extra = new ArrayList<>();
  private Class<?> program = Main.class;
  private final Map<String, String> environment = new HashMap<>();
  private Process process;

  /** A node whose conf and data are folders below the given one. */
  public NodeProcess(String name, Path folder) throws IOException {
    this(name, folder, FreePort.next());
  }

  /** A node that joins the cluster whose first node listens on the given port. */
  public NodeProcess(String name, Path folder, int clusterPort) throws IOException {
    this.name = name;
    this.folder = folder;
    this.clusterPort = clusterPort;
    this.clusterName = "test-" + clusterPort;
    this.port = FreePort.next();
    this.opsPort = FreePort.next();
    Files.createDirectories(conf());
  }

  public Path conf() {
    return folder.resolve("conf");
  }

  public Path data() {
    return folder.resolve("data-" + name);
  }

  /** What it puts aside for a while, its own and no other's; children have the machine's. */
  public Path temp() {
    return folder.resolve("temp-" + name);
  }

  public Path log() {
    return folder.resolve(name + ".log");
  }

  /** As a user starts it, for benchmarks. */
  public NodeProcess fullSpeed() {
    speed = List.of();
    return this;
  }

  /** Nodes that each have a cluster port, and find each other by what is configured. */
  public NodeProcess joins(String cluster) {
    clusterName = cluster;
    return this;
  }

  /** An option of its JVM. */
  public NodeProcess with(String option) {
    extra.add(option);
    return this;
  }

  /** What else stands in its environment. */
  public NodeProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Another program than a user starts, which takes the same words. */
  public NodeProcess by(Class<?> other) {
    program = other;
    return this;
  }

  public int port() {
    return port;
  }

  public int opsPort() {
    return opsPort;
  }

  public int clusterPort() {
    return clusterPort;
  }

  public long pid() {
    return process.pid();
  }

  public String name() {
    return name;
  }

  /** Writes a configuration file; whole at once, as a careful editor does. */
  public NodeProcess write(String file, String text) throws IOException {
    Path young = Files.writeString(conf().resolve(file + ".new"), text);
    Files.move(young, conf().resolve(file), StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  /** Starts it and waits until it says that it is ready. */
  public NodeProcess start(String... more) throws IOException, InterruptedException {
    launch(more);
    awaitReady();
    return this;
  }

  public void launch(String... more) throws IOException {
    SharedClasses.prepare();
    letAdminIn();
    List<String> options = new ArrayList<>(speed);
    options.addAll(extra);
    String given = System.getenv("OMNIBUS_JAVA_OPTS");
    if (given != null && !given.isBlank()) {
      options.addAll(List.of(given.trim().split("\\s+")));
    }
    options.add("-Djava.io.tmpdir=" + Files.createDirectories(temp()));
    List<String> words = new ArrayList<>(List.of("run", "--name", name));
    words.addAll(List.of("--conf", conf().toString(), "--data", data().toString()));
    words.addAll(List.of("--port", "" + port, "--ops-port", "" + opsPort));
    words.addAll(List.of(more));
    List<String> command = CommandLine.of(program, options, words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    Map<String, String> env = builder.environment();
    env.remove("OMNIBUS_ADMIN_PASSWORD");
    env.putAll(environment);
    env.put("OMNIBUS_CLUSTER_NAME", clusterName);
    env.put("OMNIBUS_CLUSTER_PORT", "" + clusterPort);
    process = builder.start();
    STARTED.removeIf(node -> !node.isAlive());
    STARTED.add(process);
  }

  /** A test that writes no rules of its own has those of a first start. */
  private void letAdminIn() throws IOException {
    if (!environment.containsKey("OMNIBUS_ADMIN_PASSWORD")) {
      FirstAccess.in(conf());
    }
  }

  public void awaitReady() throws IOException, InterruptedException {
    Condition ready =
        () -> {
          if (!isAlive()) {
            throw new AssertionError("node " + name + " ended:\n" + diagnosis());
          }
          return get(opsPort, "/health/ready").filter(r -> r.statusCode() == 200).isPresent();
        };
    Waiting.until("node " + name + " is ready", Duration.ofSeconds(120), ready, this::diagnosis);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
  }

  /** As {@code kill} does it; waits for the end and answers the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("node " + name + " did not end in 90 s:\n" + diagnosis());
    }
    return process.exitValue();
  }

  /** One GET on the ops port or the dashboard's; empty when nobody answers. */
  public static Optional<HttpResponse<String>> get(int port, String path)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .build();
    try {
      return Optional.of(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }

  /** The lines of its log so far. */
  public List<String> logLines() throws IOException {
    return Files.readAllLines(log());
  }

  /** What the node printed, for the message of a test that fails. */
  public String diagnosis() {
    try {
      String text = Files.readString(log());
      return text.substring(Math.max(0, text.length() - 6000));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() {
    if (process == null || !process.isAlive()) {
      return;
    }
    try {
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
