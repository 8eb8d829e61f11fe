package dev.omnibus.config.check;

import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong with a configuration file, and exactly where. An error keeps the file
 * from being used, a warning does not.
 *
 * @param line counted from 1; 0 when the place is no line of a file
 * @param column counted from 1
 * @param key readable path of the key, such as {@code mcpServers.files.args[2]}; empty for the
 *     whole
 */
public record Problem(
    String file, int line, int column, String key, String reason, Severity severity) {

  /** From the top of a file to its end. */
  static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::reason);

  /** A problem with a file as a whole. */
  public static Problem ofFile(String file, String reason) {
    return new Problem(file, 1, 1, "", reason, Severity.ERROR);
  }

  /** A configuration that is nowhere. */
  public static Problem noFolder(Path folder) {
    return new Problem(folder.toString(), 0, 0, "", "there is no such folder", Severity.ERROR);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code {"line":12,"column":7,"key":"mcpServers.files.comand","reason":"unknown key"}}. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("line", line)
        .put("column", column)
        .put("key", key)
        .put("reason", reason);
  }

  /** As compilers print it: {@code conf/servers.json:12:7 mcpServers.files.comand: unknown key}. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    String what = key.isEmpty() ? reason : key + ": " + reason;
    return place + " " + (isError() ? "" : "warning: ") + what;
  }
}
