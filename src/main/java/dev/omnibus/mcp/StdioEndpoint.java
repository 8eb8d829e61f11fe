package dev.omnibus.mcp;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server that is a program of ours, spoken to over its standard streams.
 *
 * @param command program and arguments, without a shell
 * @param env added to the few variables every server gets (PATH, HOME, ...); our own are not passed
 * @param cwd working directory, null for ours
 * @param maxLineBytes longest message it may send
 * @param maxOpenFiles what it may have open; null for as much as we may
 */
public record StdioEndpoint(
    List<String> command, Map<String, String> env, Path cwd, int maxLineBytes, Integer maxOpenFiles)
    implements Endpoint {

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

  /** Without a limit for what it has open. */
  public StdioEndpoint(List<String> command, Map<String, String> env, Path cwd, int maxLineBytes) {
    this(command, env, cwd, maxLineBytes, null);
  }

  /** The same with a variable more in its environment. */
  public StdioEndpoint with(String variable, String value) {
    Map<String, String> more = new HashMap<>(env);
    more.put(variable, value);
    return new StdioEndpoint(command, more, cwd, maxLineBytes, maxOpenFiles);
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
