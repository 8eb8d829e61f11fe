package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What each node looks for to answer a question.
 *
 * <p>{@code {"series":[{"metric":"calls","server":"files"}],"plan":{"level":"10s",..}}}
 *
 * @param visible the servers that are there for whoever asks
 */
record Search(List<Wanted> wanted, Plan plan, Predicate<String> visible) {

  JsonObject toJson() {
    JsonArray series = new JsonArray();
    wanted.forEach(one -> series.add(one.toJson()));
    return new JsonObject().put("series", series).put("plan", plan.toJson());
  }

  static Search fromJson(JsonObject json, Predicate<String> visible) {
    List<Wanted> wanted = new ArrayList<>();
    for (Object one : json.getJsonArray("series")) {
      wanted.add(Wanted.fromJson(wanted.size(), (JsonObject) one));
    }
    return new Search(wanted, Plan.fromJson(json.getJsonObject("plan")), visible);
  }

  /** Those that are named; null for all. */
  Set<String> servers() {
    Set<String> servers = new HashSet<>();
    for (Wanted one : wanted) {
      if (one.server() == null) {
        return null;
      }
      servers.add(one.server());
    }
    return servers;
  }

  /** Whether anything is wanted of a server. */
  boolean isAbout(String server) {
    return wanted.stream()
        .anyMatch(one -> one.server() == null ? visible.test(server) : one.server().equals(server));
  }

  Set<Metric> metrics() {
    Set<Metric> metrics = new TreeSet<>();
    wanted.forEach(one -> metrics.add(one.metric()));
    return metrics;
  }

  /** For what one node has. */
  Gatherer gatherer(String node) {
    return new Gatherer(node, plan.grid(), wanted, visible);
  }
}
