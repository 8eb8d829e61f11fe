package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;

/**
 * How the logs of servers are kept, one each.
 *
 * @param ringLines lines of one log that are at hand
 * @param ringBytes what these may take of the memory
 * @param linesPerSecond what one server may print and say in the long run; more is left out
 * @param linesAtOnce the same at once, after a quiet time
 * @param files how many files one log has; 0 for none
 * @param fileBytes size of one of them
 * @param keepDays how long the files of a server stay that is not in the configuration any more
 * @param probes whether probes that went well are in the log too
 */
public record LogConfig(
    int ringLines,
    int ringBytes,
    int linesPerSecond,
    int linesAtOnce,
    int files,
    int fileBytes,
    int keepDays,
    boolean probes) {

  public static LogConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new LogConfig(
        f.positiveOr("ringLines", 2_000),
        f.positiveOr("ringBytes", 512 << 10),
        f.positiveOr("linesPerSecond", 200),
        f.positiveOr("linesAtOnce", 2_000),
        f.intOr("files", 4),
        f.positiveOr("fileBytes", 5 << 20),
        f.intOr("keepDays", 30),
        json.getBoolean("probes", false));
  }
}
