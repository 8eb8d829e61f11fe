package dev.omnibus.mcp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server that is a program of ours, spoken to over its standard streams.
 *
 * @param command program and arguments, without a shell
 * @param env added to the few variables every server gets (PATH, HOME, ...); our own are not passed
 * @param cwd working directory, null for ours
 * @param maxLineBytes longest message it may send
 */
public record StdioEndpoint(
    List<String> command, Map<String, String> env, Path cwd, int maxLineBytes) implements Endpoint {

  public static final int DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;

  public StdioEndpoint {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException("a stdio server needs a command");
    }
    if (maxLineBytes < 1) {
      throw new IllegalArgumentException("maxLineBytes must be positive");
    }
  }

  @Override
  public TransportKind kind() {
    return TransportKind.STDIO;
  }

  @Override
  public String label() {
    return command.get(0);
  }

  @Override
  public String toString() {
    return "StdioEndpoint[" + label() + "]";
  }
}
