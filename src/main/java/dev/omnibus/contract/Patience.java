package dev.omnibus.contract;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** How long an answer is waited for, over sockets and over HTTP alike. */
public final class Patience {

  private static final int LONGEST_MS = 600_000;
  private static final Duration WAY = Duration.ofSeconds(2);

  private Patience() {}

  /**
   * What a caller says it would wait for is waited for, and the way there and back; never less than
   * what is usual.
   */
  public static Duration of(JsonObject body, Duration usual) {
    if (!(body.getValue("timeoutMs") instanceof Integer millis)) {
      return usual;
    }
    Duration wish = Duration.ofMillis(Math.min(millis, LONGEST_MS)).plus(WAY);
    return wish.compareTo(usual) > 0 ? wish : usual;
  }
}
