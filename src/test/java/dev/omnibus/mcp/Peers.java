package dev.omnibus.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Real MCP servers from npm, on free ports of the loopback interface. They need {@code npm ci} in
 * {@code src/test/peers} to have run.
 */
public final class Peers implements AutoCloseable {
  private static final Path HOME = Path.of("src/test/peers").toAbsolutePath();
  private static final String MCP = "node_modules/@modelcontextprotocol/";
  private static final String EVERYTHING = MCP + "server-everything/dist/index.js";
  private static final String FILESYSTEM = MCP + "server-filesystem/dist/index.js";

  private final List<Process> started = new ArrayList<>();
  private int lastPort;
  private String[] lastCommand;

  public static StdioEndpoint everythingStdio() {
    return stdio("node", file(EVERYTHING), "stdio");
  }

  public static StdioEndpoint filesystemStdio(Path allowed) {
    return stdio("node", file(FILESYSTEM), allowed.toString());
  }

  /** {@code legacy} is {@code reject} (modern only) or {@code serve} (both eras). */
  public static StdioEndpoint modernStdio(String legacy) {
    return stdio("node", file("modern-server.mjs"), "stdio", legacy);
  }

  public static StdioEndpoint stdio(String... command) {
    return new StdioEndpoint(
        List.of(command), Map.of(), null, StdioEndpoint.DEFAULT_MAX_LINE_BYTES);
  }

  /** A small server with one bad habit, see {@code odd-server.mjs}. */
  public static StdioEndpoint odd(String habit, String... more) {
    List<String> command = new ArrayList<>(List.of("node", file("odd-server.mjs"), habit));
    command.addAll(List.of(more));
    return stdio(command.toArray(String[]::new));
  }

  /** A shell script as a server: for the behaviour no good server shows. */
  public static StdioEndpoint script(String script) {
    return stdio("sh", "-c", script);
  }

  public static HttpEndpoint http(String url) {
    return new HttpEndpoint(URI.create(url), Map.of(), null, HttpEndpoint.DEFAULT_MAX_BODY_BYTES);
  }

  public static SseEndpoint sse(String url) {
    return new SseEndpoint(http(url));
  }

  public HttpEndpoint everythingHttp() {
    return http(base(everything("streamableHttp")) + "/mcp");
  }

  public SseEndpoint everythingSse() {
    return sse(base(everything("sse")) + "/sse");
  }

  public HttpEndpoint modernHttp(String legacy) {
    return http(base(start("node", "modern-server.mjs", "http", legacy)) + "/mcp");
  }

  /** Both eras, sessions for the legacy one, and all that the conformance suite asks for. */
  public HttpEndpoint dualHttp() {
    return http(base(start("node", "dual/server.mjs")) + "/mcp");
  }

  /** Modern only, and asks back, see {@code asking-server.mjs}. */
  public HttpEndpoint askingHttp() {
    return http(base(start("node", "asking-server.mjs")) + "/mcp");
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }

  /** The last one started stops, as a crash would stop it. */
  public void killLast() {
    started.get(started.size() - 1).destroyForcibly().onExit().join();
  }

  /** The same server on the same port, knowing nothing of before. */
  public void startLastAgain() {
    start(lastPort, lastCommand);
  }

  private int everything(String transport) {
    return start("node", "--import", "./loopback.mjs", EVERYTHING, transport);
  }

  static String file(String relative) {
    return HOME.resolve(relative).toString();
  }

  private static String base(int port) {
    return "http://127.0.0.1:" + port;
  }

  private int start(String... command) {
    lastCommand = command;
    lastPort = start(0, command);
    return lastPort;
  }

  private int start(int wantedPort, String... command) {
    if (!Files.isDirectory(HOME.resolve("node_modules"))) {
      throw new IllegalStateException("run npm ci in src/test/peers first");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PORT", String.valueOf(wantedPort));
    try {
      Process process = builder.start();
      started.add(process);
      return port(process).get(30, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException("peer did not start: " + List.of(command), failed);
    }
  }

  /** Read from what it says on stderr, which is then read on, so that it never blocks. */
  private static CompletableFuture<Integer> port(Process process) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith("listening on ")) {
                    port.complete(Integer.parseInt(line.substring("listening on ".length())));
                  }
                }
                port.completeExceptionally(new IllegalStateException("it ended"));
              } catch (IOException gone) {
                port.completeExceptionally(new UncheckedIOException(gone));
              }
            });
    reader.setDaemon(true);
    reader.start();
    return port;
  }
}
