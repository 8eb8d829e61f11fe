package dev.omnibus.harness;

import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.util.Map;

/** The timers of a Vert.x that are still to come, which it tells nobody by itself. */
public final class Timers {

  private Timers() {}

  /** What each of them waits for, for who wonders which is left. */
  public static String described(Vertx vertx) {
    StringBuilder all = new StringBuilder();
    timers(vertx)
        .forEach(
            (id, timer) -> {
              try {
                Field handler = timer.getClass().getDeclaredField("handler");
                handler.setAccessible(true);
                all.append(id)
                    .append(' ')
                    .append(handler.get(timer).getClass().getName())
                    .append('\n');
              } catch (ReflectiveOperationException other) {
                all.append(id).append('\n');
              }
            });
    return all.toString();
  }

  /** How many there are; a periodic one is one. */
  public static int of(Vertx vertx) {
    return timers(vertx).size();
  }

  private static Map<?, ?> timers(Vertx vertx) {
    try {
      Field timers = vertx.getClass().getDeclaredField("timeouts");
      timers.setAccessible(true);
      return (Map<?, ?>) timers.get(vertx);
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException("this Vert.x keeps its timers elsewhere", other);
    }
  }
}
