package dev.omnibus.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A demo server in a process of its own, with what it prints. */
final class DemoProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(10_000);

  private DemoProcess(Process process) {
    this.process = process;
    var reader = new Thread(this::read, "demo-output");
    reader.setDaemon(true);
    reader.start();
  }

  static DemoProcess start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(javaArguments(arguments));
    return new DemoProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The options a launcher of small processes would use. */
  static List<String> javaArguments(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // It logs as it does for a user, not as the tests do.
    all.addAll(List.of("-Dlogback.configurationFile=logback.xml", "-cp"));
    all.add(System.getProperty("java.class.path"));
    all.add("-Dlogback.configurationFile=logback.xml"); // the one of a user, not that of tests
    all.add(Demo.class.getName());
    all.addAll(List.of(arguments));
    return all;
  }

  Matcher awaitLine(Pattern pattern) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      String line = lines.poll(1, TimeUnit.SECONDS);
      if (line != null && pattern.matcher(line).find()) {
        Matcher found = pattern.matcher(line);
        found.find();
        return found;
      }
    }
    throw new AssertionError("no line like " + pattern);
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  /** Writes messages to its stdin, one a line. */
  void say(String... messages) throws IOException {
    String text = String.join("\n", messages) + "\n";
    stdin().write(text.getBytes(StandardCharsets.UTF_8));
    stdin().flush();
  }

  OutputStream stdin() {
    return process.getOutputStream();
  }

  /** The polite signal. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::offer);
    } catch (IOException | UncheckedIOException e) {
      lines.offer("output ended: " + e.getMessage());
    }
  }
}
