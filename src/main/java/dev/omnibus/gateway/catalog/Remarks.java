package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.ServerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an agent is told beside a list, in its {@code _meta}: how old what comes from a server is
 * that does not say it now, who said nothing at all, whose list was cut, and what is hidden because
 * another server has the name.
 */
public final class Remarks {

  static final String AGE = "dev.omnibus/age";
  static final String UNAVAILABLE = "dev.omnibus/unavailable";
  static final String CUT = "dev.omnibus/cut";
  static final String HIDDEN = "dev.omnibus/hidden";
  private static final int MOST_HIDDEN = 100;

  private Remarks() {}

  /** {@code {"dev.omnibus/age":{"files":61000},"dev.omnibus/unavailable":["search"]}}: ms. */
  public static JsonObject of(
      View view, View.Seen seen, Listed listed, Function<String, ServerState> states, long now) {
    Map<String, Object> ages = new TreeMap<>();
    JsonArray unavailable = new JsonArray();
    JsonArray cut = new JsonArray();
    for (String server : view.servers()) {
      ItemList list = view.list(server, listed);
      boolean serves = states.apply(server).serves();
      if (list == null) {
        if (isUnknown(view, server, listed)) {
          unavailable.add(server);
        }
      } else if (list.isPrivate()) {
        unavailable.add(server);
      } else if (!serves || list.failed()) {
        ages.put(server, list.ageMillis(now));
      }
      if (list != null && list.cut()) {
        cut.add(server);
      }
    }
    JsonObject meta = new JsonObject();
    put(meta, AGE, ages);
    put(meta, UNAVAILABLE, unavailable);
    put(meta, CUT, cut);
    put(meta, HIDDEN, hidden(seen.hidden()));
    return meta;
  }

  /** The same of one list of one server, which did not say it now. */
  static JsonObject of(String server, ItemList list, long now) {
    JsonObject meta = new JsonObject().put(AGE, new JsonObject().put(server, list.ageMillis(now)));
    return list.cut() ? meta.put(CUT, new JsonArray().add(server)) : meta;
  }

  /** Who declared that it has no such list says by this that it is empty. */
  private static boolean isUnknown(View view, String server, Listed listed) {
    Shelf shelf = view.catalog().of(server);
    return shelf == null || shelf.offers(listed);
  }

  private static Map<String, Object> hidden(Map<String, List<String>> hidden) {
    Map<String, Object> some = new TreeMap<>();
    hidden.entrySet().stream()
        .limit(MOST_HIDDEN)
        .forEach(entry -> some.put(entry.getKey(), new JsonArray(entry.getValue())));
    return some;
  }

  private static void put(JsonObject meta, String key, Map<String, Object> what) {
    if (!what.isEmpty()) {
      meta.put(key, new JsonObject(what));
    }
  }

  private static void put(JsonObject meta, String key, JsonArray what) {
    if (!what.isEmpty()) {
      meta.put(key, what);
    }
  }
}
