package dev.omnibus.bench.bridge;

import dev.omnibus.bench.Cpu;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the benchmark that takes orders and answers them, a line each. */
final class Peer implements AutoCloseable {

  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  private Peer(Process process) {
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true);
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  /**
   * A class in a Java of its own.
   *
   * @param heap that it begins and ends with, so that what grows beside it can be seen
   */
  static Peer java(Class<?> main, String heap, String... args) throws IOException {
    return java(List.of(), main, heap, args);
  }

  /**
   * @param more options of that Java
   */
  static Peer java(List<String> more, Class<?> main, String heap, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dlogback.configurationFile=logback-quiet.xml");
    command.addAll(more);
    String options = System.getenv("OMNIBUS_BENCH_OPTS");
    if (options != null && main != Listeners.class) {
      command.addAll(List.of(options.trim().split(" +")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return start(command, null);
  }

  /** A script of the npm peers. */
  static Peer node(String script) throws IOException {
    return start(List.of("node", script), peers());
  }

  static boolean hasNpm() {
    return new File(peers(), "node_modules/ws").isDirectory();
  }

  static File peers() {
    return new File("src/test/peers/bench");
  }

  private static Peer start(List<String> command, File folder) throws IOException {
    return new Peer(
        new ProcessBuilder(command).directory(folder).redirectError(Redirect.INHERIT).start());
  }

  void order(String line) {
    orders.println(line);
  }

  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a process of the benchmark ended");
    }
    return line;
  }

  String ask(String line) throws IOException {
    order(line);
    return answer();
  }

  boolean hasAnswer() throws IOException {
    return answers.ready();
  }

  double cpu() {
    return Cpu.seconds(process.pid());
  }

  long pid() {
    return process.pid();
  }

  /** Bytes that it holds in memory. */
  long resident() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/" + pid() + "/statm")).split(" ");
    return Long.parseLong(pages[1]) * 4096;
  }

  /** It ends when its input does. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
