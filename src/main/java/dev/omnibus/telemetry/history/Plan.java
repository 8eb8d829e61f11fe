package dev.omnibus.telemetry.history;

import dev.omnibus.config.HistoryConfig;
import io.vertx.core.json.JsonObject;

/**
 * How a question is answered: from which level, and in which steps.
 *
 * <p>{@code {"level":"10s","from":1764380000,"step":10,"size":360,"least":..,"end":..}}
 */
record Plan(Level level, Grid grid) {

  /** Widths of steps that people can read, in seconds. Each is a multiple of the levels below. */
  private static final int[] STEPS = {
    1,
    2,
    5,
    10,
    20,
    30,
    60,
    120,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_592_000,
    7_776_000,
    31_104_000,
    311_040_000
  };

  /**
   * More steps of a level are not read for one series: from the next coarser level there are fewer
   * points, which are still more than a line of a chart has room for.
   */
  private static final long MOST_READ = 11_000;

  /**
   * The finest steps that are not too many, from the coarsest level that has them, reaches back far
   * enough and has not too much to read.
   *
   * @param now second of the clock
   * @param memoryFrom the first second that is in memory
   */
  static Plan of(Question question, HistoryConfig config, long now, long memoryFrom) {
    int points = question.maxPoints();
    if (points == 1) {
      long span = question.to() - question.from();
      Level level = reaching(coarsest(span), question.from(), config, now, memoryFrom);
      return new Plan(level, one(question, level));
    }
    for (int step : STEPS) {
      Level level = coarsest(step);
      if (!isTooMuch(level, question.to() - question.from())
          && level == reaching(level, question.from(), config, now, memoryFrom)) {
        Grid grid = grid(question, level, step);
        if (grid.size() <= points) {
          return new Plan(level, grid);
        }
      }
    }
    return new Plan(Level.HOURS, one(question, Level.HOURS));
  }

  /** One step that is all of it, wherever it begins. */
  private static Grid one(Question question, Level level) {
    long from = Level.floor(question.from(), level.step());
    return new Grid(from, (int) (question.to() - from), 1, from, question.to());
  }

  private static Level coarsest(long step) {
    Level level = Level.HOURS;
    while (level.step() > step) {
      level = level.finer();
    }
    return level;
  }

  /** The level, or if that does not reach back so far a coarser one. */
  private static Level reaching(
      Level level, long from, HistoryConfig config, long now, long memoryFrom) {
    Level reaching = level;
    while (!reaches(reaching, from, config, now, memoryFrom)) {
      reaching = reaching.coarser();
    }
    return reaching;
  }

  private static boolean isTooMuch(Level level, long span) {
    return level != Level.HOURS && span / level.step() > MOST_READ;
  }

  private static boolean reaches(
      Level level, long from, HistoryConfig config, long now, long memoryFrom) {
    return switch (level) {
      case SECONDS -> from >= memoryFrom;
      case TENS, MINUTES -> from >= now - level.keep(config).toSeconds();
      case HOURS -> true;
    };
  }

  private static Grid grid(Question question, Level level, int step) {
    long from = Level.floor(question.from(), step);
    long size = Math.floorDiv(question.to() - from + step - 1, step);
    return new Grid(
        from,
        step,
        (int) Math.min(size, Integer.MAX_VALUE),
        Level.floor(question.from(), level.step()),
        question.to());
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("level", level.word())
        .put("from", grid.from())
        .put("step", grid.step())
        .put("size", grid.size())
        .put("least", grid.least())
        .put("end", grid.end());
  }

  static Plan fromJson(JsonObject json) {
    Grid grid =
        new Grid(
            json.getLong("from"),
            json.getInteger("step"),
            json.getInteger("size"),
            json.getLong("least"),
            json.getLong("end"));
    return new Plan(Level.of(json.getString("level")), grid);
  }
}
