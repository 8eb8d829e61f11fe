package dev.omnibus.coordinator.log;

import dev.omnibus.config.LogConfig;
import dev.omnibus.mcp.Printed;
import dev.omnibus.mcp.transport.LineGate;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log of one server, or of one of its replicas, on this node: what it prints and says, and what
 * happens to it. Every line is made harmless and its secrets are hidden before anybody gets it. Who
 * is too fast loses lines, and how many is said. It knows no bus, no file and no timer.
 */
public final class ServerLog implements Printed {

  private static final int LONGEST = 4_000;
  private static final int LONGEST_LOGGER = 100;

  private final LogConfig config;
  private final Cleaner cleaner;
  private final Supplier<Instant> now;
  private final Consumer<LogLine> told;
  private final Runnable sayLater;
  private final Supplier<String> only;
  private final LogRing ring;
  private final LineGate gate;
  private final LevelGuess guess = new LevelGuess();
  private Instant last = Instant.MIN;
  private boolean saying;

  /**
   * @param told hears each line
   * @param sayLater has {@link #sayLeftOut} called in a while
   * @param only says which call is under way there, by its trace; null when that is none, or
   *     several
   */
  ServerLog(
      LogConfig config,
      Cleaner cleaner,
      Supplier<Instant> now,
      Consumer<LogLine> told,
      Runnable sayLater,
      Supplier<String> only) {
    this.config = config;
    this.cleaner = cleaner;
    this.now = now;
    this.told = told;
    this.sayLater = sayLater;
    this.only = only;
    this.ring = new LogRing(config.ringLines(), config.ringBytes());
    this.gate = new LineGate(config.linesPerSecond(), config.linesAtOnce());
  }

  @Override
  public synchronized void stderr(String line) {
    if (!line.isBlank() && passes()) {
      String text = clean(line);
      writeOwn(guess.of(text), LogSource.STDERR, null, text);
    }
  }

  @Override
  public synchronized void stdout(String line) {
    if (!line.isBlank() && passes()) {
      writeOwn(LogLevel.INFO, LogSource.STDOUT, null, clean(line));
    }
  }

  @Override
  public synchronized void note(String text) {
    write(LogLevel.WARNING, LogSource.OMNIBUS, null, clean(text));
  }

  @Override
  public synchronized void leftOut(long lines) {
    gate.leftOut(lines);
    saySoon();
  }

  /** A notification of the server; whether it was one that belongs here. */
  public boolean heard(JsonObject notification) {
    boolean mine = "notifications/message".equals(notification.getValue("method"));
    if (mine && notification.getValue("params") instanceof JsonObject params) {
      said(params);
    }
    return mine;
  }

  /** The params of a {@code notifications/message}. */
  synchronized void said(JsonObject params) {
    if (passes()) {
      String data = data(params.getValue("data"));
      LogLevel level = LogLevel.like(String.valueOf(params.getValue("level")));
      String logger = params.getValue("logger") instanceof String name ? logger(name) : null;
      writeOwn(level == null ? LogLevel.INFO : level, LogSource.MCP, logger, clean(data));
    }
  }

  /** What a probe found. */
  public synchronized void probed(LogLevel level, String text) {
    write(level, LogSource.PROBE, null, clean(text));
  }

  /** What was done with the server, or happened to it. */
  public synchronized void lifecycle(LogLevel level, String text) {
    write(level, LogSource.LIFECYCLE, null, clean(text));
  }

  /** Says how many lines were left out, if any were. */
  synchronized void sayLeftOut() {
    saying = false;
    long count = gate.takeLeftOut();
    if (count > 0) {
      String text = count + (count == 1 ? " line" : " lines") + " left out";
      write(line(LogLevel.WARNING, LogSource.OMNIBUS, null, text, count, null));
    }
  }

  synchronized List<LogLine> newest(LogQuery query) {
    return ring.newest(query);
  }

  /** When the oldest line was written that is still at hand. */
  synchronized Optional<Instant> oldest() {
    return ring.oldest();
  }

  private boolean passes() {
    boolean passes = gate.admits(System.nanoTime());
    if (!passes) {
      saySoon();
    }
    return passes;
  }

  private void saySoon() {
    if (!saying) {
      saying = true;
      sayLater.run();
    }
  }

  private void write(LogLevel level, LogSource source, String logger, String text) {
    write(line(level, source, logger, text, null, null));
  }

  /** What the server itself says, perhaps on account of a call. */
  private void writeOwn(LogLevel level, LogSource source, String logger, String text) {
    write(line(level, source, logger, text, null, only.get()));
  }

  private void write(LogLine line) {
    ring.add(line);
    told.accept(line);
  }

  private LogLine line(
      LogLevel level, LogSource source, String logger, String text, Long leftOut, String trace) {
    Instant at = now.get().truncatedTo(ChronoUnit.MICROS);
    last = at.isAfter(last) ? at : last.plus(1, ChronoUnit.MICROS);
    return new LogLine(last, level, source, logger, text, leftOut, trace);
  }

  /**
   * Hidden before it is cut to what is shown: half of a secret is not known for one any more. What
   * was cut before it came here, by bytes, has at least a quarter as many characters.
   */
  private String clean(String text) {
    String start = text.length() <= Printed.LONGEST ? text : text.substring(0, Printed.LONGEST);
    boolean mayBeCut = start.length() >= Printed.LONGEST / 4;
    String clean = cleaner.clean(mayBeCut ? withoutHalfACharacter(start) : start, mayBeCut);
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  /** Half a character at its end would hide the secret that it belongs to. */
  private static String withoutHalfACharacter(String text) {
    int end = text.length();
    while (end > 0
        && (text.charAt(end - 1) == '\ufffd' || Character.isHighSurrogate(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  private String logger(String name) {
    String start = name.substring(0, Math.min(name.length(), Printed.LONGEST));
    String clean =
        cleaner.clean(start, start.length() < name.length()).replace('[', '(').replace(']', ')');
    return clean.length() <= LONGEST_LOGGER ? clean : clean.substring(0, LONGEST_LOGGER);
  }

  private static String data(Object data) {
    if (data instanceof String text) {
      return text;
    }
    return data instanceof JsonObject object
            && object.getValue("message") instanceof String text
            && object.size() == 1
        ? text
        : Json.encode(data);
  }
}
