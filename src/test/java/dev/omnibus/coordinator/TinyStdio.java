package dev.omnibus.coordinator;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small real MCP server on its standard streams, with the JDK alone so that it starts fast. It
 * says the value of TOKEN on stderr, as careless servers do; with the argument {@code chatty} it
 * says a thousand lines more, with {@code long} three thousand, with {@code talks} it says
 * something on stdout and by MCP as well, and with {@code steady} a line every 20 ms, with {@code
 * loud} 200.
 */
public final class TinyStdio {

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"([^\"]*)\"");

  private static final long TICK_NANOS = 20_000_000;

  private static final String MESSAGE =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
          + "{\"level\":\"alert\",\"logger\":\"db\",\"data\":{\"key\":\"%s\"}}}";

  private TinyStdio() {}

  /** The command that starts it. */
  public static List<String> command(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp"));
    command.add(new File("target/test-classes").getAbsolutePath());
    command.add(TinyStdio.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  public static void main(String[] args) throws IOException {
    System.err.println("token is " + System.getenv("TOKEN"));
    if (List.of(args).contains("steady") || List.of(args).contains("loud")) {
      int atOnce = List.of(args).contains("loud") ? 200 : 1;
      Thread ticking = new Thread(() -> tick(atOnce), "ticking");
      ticking.setDaemon(true);
      ticking.start();
    }
    if (List.of(args).contains("talks")) {
      System.out.println("a word on stdout");
    }
    int lines = List.of(args).contains("long") ? 3_000 : 1_000;
    boolean chatty = List.of(args).contains("chatty") || lines > 1_000;
    for (int i = 0; chatty && i < lines; i++) {
      System.err.println("line " + i);
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher id = ID.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (id.find() && method.find()) {
        System.out.println(
            "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + answer(method.group(1)) + "}");
      }
      if (List.of(args).contains("talks") && line.contains("notifications/initialized")) {
        System.out.println(MESSAGE.formatted(System.getenv("TOKEN")));
      }
    }
  }

  private static void tick(int atOnce) {
    long due = System.nanoTime();
    for (long i = 1; ; i++) {
      System.err.println((i % 10 == 0 ? "WARN tick " : "tick ") + i);
      if (i % atOnce == 0) {
        due += TICK_NANOS;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private static String answer(String method) {
    return switch (method) {
      case "initialize" ->
          "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
              + "\"serverInfo\":{\"name\":\"tiny\",\"version\":\"1\"}}";
      case "ping" -> "\"result\":{}";
      case "tools/list" ->
          "\"result\":{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}]}";
      default -> "\"error\":{\"code\":-32601,\"message\":\"no such method\"}";
    };
  }
}
