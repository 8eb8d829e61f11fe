package dev.omnibus.config.sync;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Changes the entry of one server for another room of this node, on the way that every change of
 * the configuration takes. Never bridged: a socket has no part in it.
 */
final class ConfigEdits {

  private static final int TRIES = 5;

  private final Turns turns;
  private final ConfigKeeper keeper;

  ConfigEdits(Turns turns, ConfigKeeper keeper) {
    this.turns = turns;
    this.keeper = keeper;
  }

  /**
   * {@code {"server":"files","by":"ann"}} and one of {@code "enabled":false}, {@code
   * "definition":{...}} or {@code "asOf":6}, the version whose entry it shall be again, becomes
   * {@code {"version":8,"before":7}}.
   */
  Future<JsonObject> edit(Request request) {
    return turns.run(() -> attempt(request.body(), TRIES));
  }

  private Future<JsonObject> attempt(JsonObject wish, int tries) {
    ConfigVersion now = keeper.inForce().version();
    String by = wish.getString("by", "system");
    return young(now.text(), wish)
        .compose(text -> keeper.puts().put(text, by, now.version()))
        .map(version -> new JsonObject().put("version", version).put("before", now.version()))
        .recover(
            why ->
                isConflict(why) && tries > 1
                    ? keeper.agreement().follow().compose(done -> attempt(wish, tries - 1))
                    : Future.failedFuture(why));
  }

  private static boolean isConflict(Throwable why) {
    return why instanceof BusException known && known.failure() == Failure.CONFLICT;
  }

  private Future<String> young(String text, JsonObject wish) {
    String server = Fields.of(wish).text("server");
    EntryText entry = new EntryText(text, server);
    if (wish.containsKey("enabled")) {
      return Future.succeededFuture(entry.enabled(wish.getBoolean("enabled")));
    }
    if (wish.containsKey("definition")) {
      return Future.succeededFuture(entry.defined(wish.getJsonObject("definition")));
    }
    return remembered(Fields.of(wish).number("asOf"))
        .map(old -> entry.with(new EntryText(old.text(), server).raw()));
  }

  private Future<ConfigVersion> remembered(long version) {
    return keeper
        .desk()
        .remembered(version)
        .map(
            found ->
                found.orElseThrow(
                    () -> Failure.NOT_FOUND.because("version " + version + " is not remembered")));
  }

  /**
   * {@code {"server":"files"}} becomes {@code {"version":6}}: where its entry had another
   * definition last, and was on. Fails with NOT_FOUND when that is not remembered.
   */
  Future<JsonObject> before(Request request) {
    String server = Fields.of(request.body()).text("server");
    ConfigVersion now = keeper.inForce().version();
    JsonObject definition = new EntryText(now.text(), server).definition();
    return keeper
        .desk()
        .summaries()
        .compose(
            all -> {
              List<Long> older = new ArrayList<>();
              all.stream()
                  .map(one -> one.getLong("version"))
                  .filter(version -> version < now.version())
                  .forEach(older::add);
              Collections.reverse(older);
              return before(server, definition, older);
            });
  }

  private Future<JsonObject> before(String server, JsonObject definition, List<Long> older) {
    if (older.isEmpty()) {
      return Future.failedFuture(Failure.NOT_FOUND.because("no other definition is remembered"));
    }
    long version = older.get(0);
    return remembered(version)
        .map(old -> new EntryText(old.text(), server))
        .compose(
            known ->
                known.isOn() && !known.definition().equals(definition)
                    ? Future.succeededFuture(new JsonObject().put("version", version))
                    : before(server, definition, older.subList(1, older.size())));
  }
}
