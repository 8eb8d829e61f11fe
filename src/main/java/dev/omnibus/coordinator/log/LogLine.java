package dev.omnibus.coordinator.log;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line in the log of a server, harmless and without secrets.
 *
 * <p>{@code {"at":"2026-11-22T10:00:00.123456Z","level":"warning","source":"stderr","text":"disk is
 * nearly full"}}, with {@code logger} where the server named one, {@code leftOut} where it stands
 * for lines that are not there, and {@code trace} where one call alone was under way; that is not
 * in the file: {@code 2026-11-22T10:00:00.123456Z warning stderr disk is nearly full}, or {@code
 * ... mcp[db] slow}.
 *
 * @param at no two lines of one log have the same
 * @param logger null where there is none
 * @param leftOut how many lines it stands for, or null
 * @param trace of the only call that was under way at the server; null for none, and for several
 */
public record LogLine(
    Instant at,
    LogLevel level,
    LogSource source,
    String logger,
    String text,
    Long leftOut,
    String trace) {

  /** One that belongs to no call, for all that is known. */
  public LogLine(
      Instant at, LogLevel level, LogSource source, String logger, String text, Long leftOut) {
    this(at, level, source, logger, text, leftOut, null);
  }

  /** As many digits each, so that texts compare as the times do. */
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern IN_FILE =
      Pattern.compile("(\\S+) ([a-z]+) ([a-z]+)(?:\\[([^]]*)])? (.*)", Pattern.DOTALL);

  private static final int OVERHEAD = 100;

  static String text(Instant at) {
    return AT.format(at);
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("at", text(at))
            .put("level", level.word())
            .put("source", source.word())
            .put("text", text);
    if (logger != null) {
      json.put("logger", logger);
    }
    if (trace != null) {
      json.put("trace", trace);
    }
    return leftOut == null ? json : json.put("leftOut", leftOut);
  }

  /** As it stands in the file, without a line end. */
  String toText() {
    String name = logger == null ? "" : "[" + logger + "]";
    return text(at) + " " + level.word() + " " + source.word() + name + " " + text;
  }

  /** Empty for what is no line of ours, such as half of one after a crash. */
  static Optional<LogLine> fromText(String text) {
    Matcher m = IN_FILE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogLine(
              Instant.parse(m.group(1)),
              LogLevel.of(m.group(2)),
              LogSource.of(m.group(3)),
              m.group(4),
              m.group(5),
              null));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** About how many bytes it takes. */
  int size() {
    return OVERHEAD + 2 * text.length();
  }
}
