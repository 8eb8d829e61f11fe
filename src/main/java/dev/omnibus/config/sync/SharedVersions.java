package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.concurrent.TimeUnit;

/**
 * The version of each file that the cluster has agreed on: a replicated map, changed by comparing
 * and setting only. The files of one node alone live in a map of their own, which no other sees.
 */
final class SharedVersions {

  private static final String NAME = "omnibus.config";
  private static final long DEADLINE_S = 5;

  /** Nodes that share a folder look several times in this time. */
  private static final long CLAIM_MS = 5_000;

  private final AsyncMap<String, String> cluster;
  private final AsyncMap<String, String> local;

  private SharedVersions(AsyncMap<String, String> cluster, AsyncMap<String, String> local) {
    this.cluster = cluster;
    this.local = local;
  }

  static Future<SharedVersions> open(Vertx vertx) {
    Future<AsyncMap<String, String>> cluster = vertx.sharedData().getAsyncMap(NAME);
    Future<AsyncMap<String, String>> local = vertx.sharedData().getLocalAsyncMap(NAME + ".local");
    return in(Future.all(cluster, local))
        .map(both -> new SharedVersions(cluster.result(), local.result()));
  }

  /** What the cluster has; null when nobody has brought the file in yet. */
  Future<ConfigVersion> get(ConfigFile file) {
    return in(map(file).get(file.fileName()))
        .map(text -> text == null ? null : ConfigVersion.fromJson(new JsonObject(text)));
  }

  /**
   * Puts the new version in the place of the old, which may be null; false when it was not there.
   */
  Future<Boolean> swap(ConfigVersion old, ConfigVersion young) {
    AsyncMap<String, String> map = map(young.file());
    String key = young.file().fileName();
    String value = young.toJson().encode();
    return old == null
        ? in(map.putIfAbsent(key, value)).map(there -> there == null)
        : in(map.replaceIfPresent(key, old.toJson().encode(), value));
  }

  /** Whether this node is the first in a while to ask for this; the others find it done. */
  Future<Boolean> claim(String what) {
    return in(cluster.putIfAbsent("claim " + what, "", CLAIM_MS)).map(there -> there == null);
  }

  private AsyncMap<String, String> map(ConfigFile file) {
    return file.shared() ? cluster : local;
  }

  private static <T> Future<T> in(Future<T> future) {
    return future.timeout(DEADLINE_S, TimeUnit.SECONDS);
  }
}
