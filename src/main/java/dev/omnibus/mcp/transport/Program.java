package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.StdioEndpoint;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What exactly is started for an endpoint: absolute program, arguments, environment, directory. It
 * looks at the file system, so not on an event loop.
 *
 * @param ownGroup whether it gets a process group of its own, so that one signal takes all of it
 */
record Program(List<String> command, Map<String, String> env, Path cwd, boolean ownGroup) {

  /** What the MCP SDKs hand down too; the rest of our environment may hold secrets. */
  private static final List<String> INHERITED =
      List.of("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER");

  static Program of(StdioEndpoint endpoint) {
    Map<String, String> env = environment(endpoint.env());
    Path cwd = endpoint.cwd() == null ? Path.of("") : endpoint.cwd();
    Path directory = cwd.toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      throw McpException.of(Kind.SPAWN_FAILED, "no such working directory: " + directory);
    }
    String path = env.getOrDefault("PATH", "/usr/bin:/bin");
    String name = endpoint.command().get(0);
    Path program =
        find(name, directory, path)
            .orElseThrow(() -> McpException.of(Kind.SPAWN_FAILED, "no such program: " + name));
    Optional<Path> setsid = find("setsid", directory, "/usr/bin:/bin:" + path);
    List<String> command = new ArrayList<>();
    setsid.ifPresent(found -> command.add(found.toString()));
    command.addAll(limits(endpoint));
    command.add(program.toString());
    command.addAll(endpoint.command().subList(1, endpoint.command().size()));
    return new Program(command, env, directory, setsid.isPresent());
  }

  /** A shell that takes the limit upon itself and then becomes the program. */
  private static List<String> limits(StdioEndpoint endpoint) {
    return endpoint.maxOpenFiles() == null
        ? List.of()
        : List.of(
            "/bin/sh", "-c", "ulimit -n " + endpoint.maxOpenFiles() + " && exec \"$0\" \"$@\"");
  }

  private static Map<String, String> environment(Map<String, String> configured) {
    Map<String, String> env = new HashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    env.putAll(configured);
    return env;
  }

  private static Optional<Path> find(String name, Path directory, String path) {
    if (name.indexOf('/') >= 0) {
      return Optional.of(directory.resolve(name)).filter(Program::isProgram);
    }
    for (String folder : path.split(File.pathSeparator)) {
      Path candidate = directory.resolve(folder).resolve(name);
      if (isProgram(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
