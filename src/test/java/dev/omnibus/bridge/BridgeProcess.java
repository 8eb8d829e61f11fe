package dev.omnibus.bridge;

import dev.omnibus.harness.CommandLine;
import dev.omnibus.harness.Proc;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link LoneBridge}, and what it said so far. */
final class BridgeProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final PrintStream in;
  private final Map<String, Integer> heard = new ConcurrentHashMap<>();
  private final List<Integer> lives = new CopyOnWriteArrayList<>();
  private final List<Integer> registrations = new CopyOnWriteArrayList<>();
  private volatile String id;
  private volatile String token;
  private volatile int port;
  private volatile int told;
  private volatile String broke = "";

  BridgeProcess(String name, String cluster, int clusterPort, Path folder) throws IOException {
    this.name = name;
    process =
        new ProcessBuilder(
                CommandLine.of(
                    LoneBridge.class,
                    CommandLine.MEMBER,
                    List.of(name, cluster, Integer.toString(clusterPort), folder.toString())))
            .redirectError(new File("target/" + cluster + "-" + name + ".log"))
            .start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "what " + name + " says");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line.split(" "));
      }
    } catch (IOException e) {
      broke = e.toString(); // killed in the middle of a word
    }
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "told" -> told = Integer.parseInt(words[1]);
      case "live" -> lives.add(Integer.parseInt(words[1]));
      case "heard" -> heard.merge(words[1], Integer.parseInt(words[2]), Math::max);
      case "registrations" -> registrations.add(Integer.parseInt(words[1]));
      case "token" -> token = words[1];
      case "ready" -> {
        port = Integer.parseInt(words[2]);
        id = words[1];
      }
      default -> {}
    }
  }

  /** Null until it is ready. */
  String id() {
    return id;
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** One that is good on all nodes. */
  String token() {
    return token;
  }

  /** How many events it told. */
  int told() {
    return told;
  }

  /** How far it heard another, or itself, over the bus between the nodes. */
  int heard(BridgeProcess other) {
    return heard.getOrDefault(other.id, 0);
  }

  /** How many nodes it knows of. */
  int live() {
    return lives.get(lives.size() - 1);
  }

  /** How many nodes it knew of, at first and after each change. */
  List<Integer> lives() {
    return List.copyOf(lives);
  }

  /** Has it tell so many events; that it has, {@link #told} says later. */
  void tell(int count) {
    in.println("tell " + count);
  }

  /** How many consumers it thinks the cluster has. */
  int registrations() {
    int before = registrations.size();
    in.println("registrations");
    Await.until(name + " says registrations", () -> registrations.size() > before);
    return registrations.get(before);
  }

  void signal(String signal) throws IOException {
    Proc.signal(process, signal);
  }

  /** As {@code kill -9} does it; returns at once. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public String toString() {
    return name + " told " + told + " heard " + heard + " live " + lives + broke;
  }
}
