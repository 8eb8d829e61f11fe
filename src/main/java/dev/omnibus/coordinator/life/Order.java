package dev.omnibus.coordinator.life;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * What an operator asks for.
 *
 * <p>{@code {"server":"files"}} or {@code {"servers":["mail","git-*"]}}, and beside it {@code
 * "replica":2, "reason":"new certificate", "dryRun":true, "drainMs":30000, "parallel":8,
 * "canary":{"tool":"echo","arguments":{}}, "missingTools":"accept", "definition":{...},
 * "wait":true, "timeoutMs":60000}}
 *
 * @param names servers, or globs where there may be several
 * @param single whether one server was named and not a list
 * @param replica which one of several, or null for all
 * @param drain how long what is under way may go on; null for what the configuration says
 * @param canary a call that has to succeed, or null
 * @param definition a new entry for {@code servers.json}, or null
 * @param acceptMissing whether a tool that is gone afterwards is no failure
 * @param limit how long the answer may wait for the end; null when it does not
 */
record Order(
    Act act,
    String id,
    List<String> names,
    boolean single,
    Integer replica,
    String reason,
    boolean dryRun,
    Duration drain,
    int parallel,
    JsonObject canary,
    JsonObject definition,
    boolean acceptMissing,
    Duration limit) {

  private static final int LONGEST_REASON = 500;
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_PARALLEL = 32;
  private static final int PARALLEL = 8;
  private static final int LONGEST_DRAIN_MS = 3_600_000;
  private static final int LONGEST_WAIT_MS = 600_000;
  private static final int WAIT_MS = 60_000;

  /** Reads a command; an {@link IllegalArgumentException} says what is wrong with it. */
  static Order of(Act act, String id, JsonObject body) {
    Fields f = Fields.of(body);
    boolean single = body.containsKey("server");
    Integer drain = within(f, "drainMs", 0, LONGEST_DRAIN_MS);
    Integer parallel = within(f, "parallel", 1, MOST_PARALLEL);
    Integer timeout = within(f, "timeoutMs", 1, LONGEST_WAIT_MS);
    Integer replica = within(f, "replica", 1, Integer.MAX_VALUE);
    if (replica != null && (!single || act.suitsDisabled())) {
      throw new IllegalArgumentException("'replica' goes with one 'server', and not with all acts");
    }
    JsonObject definition = f.objectOrNull("definition", json -> json);
    if (definition != null && (act != Act.RELOAD || !single || replica != null)) {
      throw new IllegalArgumentException("'definition' goes with the reload of one 'server'");
    }
    return new Order(
        act,
        id,
        single ? List.of(f.text("server")) : names(body.getValue("servers")),
        single,
        replica,
        reason(f.textOrNull("reason")),
        flag(body, "dryRun"),
        drain == null ? null : Duration.ofMillis(drain),
        parallel == null ? PARALLEL : parallel,
        f.objectOrNull("canary", Order::canary),
        definition,
        acceptsMissing(f.textOrNull("missingTools")),
        flag(body, "wait") ? Duration.ofMillis(timeout == null ? WAIT_MS : timeout) : null);
  }

  private static List<String> names(Object value) {
    if (!(value instanceof JsonArray list) || list.isEmpty()) {
      throw new IllegalArgumentException("'server' or a list of 'servers' is missing");
    }
    if (list.size() > MOST_NAMES) {
      throw new IllegalArgumentException("'servers' names more than " + MOST_NAMES);
    }
    for (Object one : list) {
      if (!(one instanceof String)) {
        throw new IllegalArgumentException("'servers' holds names or globs");
      }
    }
    return list.stream().map(String.class::cast).distinct().toList();
  }

  private static String reason(String text) {
    if (text != null && text.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "'reason' is longer than " + LONGEST_REASON + " characters");
    }
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static JsonObject canary(JsonObject json) {
    Fields f = Fields.of(json);
    return new JsonObject()
        .put("name", f.text("tool"))
        .put("arguments", json.getJsonObject("arguments", new JsonObject()));
  }

  private static boolean acceptsMissing(String word) {
    if (word == null || word.equals("fail")) {
      return false;
    }
    if (word.equals("accept")) {
      return true;
    }
    throw new IllegalArgumentException("'missingTools' is fail or accept");
  }

  private static boolean flag(JsonObject body, String key) {
    Object value = body.getValue(key);
    if (value != null && !(value instanceof Boolean)) {
      throw new IllegalArgumentException("'" + key + "' is true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  private static Integer within(Fields f, String key, int least, int most) {
    Integer value = f.intOrNull(key);
    if (value != null && (value < least || value > most)) {
      throw new IllegalArgumentException("'" + key + "' is " + least + " to " + most);
    }
    return value;
  }
}
