package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.Checked;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/**
 * The version of one file that is in force on this node, and how the next one comes into force:
 * checked, written into the folder, remembered, handed to the rooms.
 */
final class ConfigInForce {

  private final ConfigDesk desk;
  private final ConfigForce force;
  private final ConfigEvents events;
  private final String node;
  private final String folder;
  private ConfigVersion version;
  private JsonObject json;

  /** What this node last saw in the file: its own writing is no change. */
  private String seen;

  /** The cluster's version that this node can't read, so that it says so once. */
  private ConfigVersion refused;

  ConfigInForce(
      ConfigDesk desk, ConfigForce force, ConfigEvents events, String node, ConfigStart.Text text) {
    this.desk = desk;
    this.force = force;
    this.events = events;
    this.node = node;
    this.folder = desk.folder();
    this.version = text.version();
    this.json = text.json();
    this.seen = text.seen();
  }

  ConfigFile file() {
    return version.file();
  }

  ConfigVersion version() {
    return version;
  }

  /** Whether this is all that there was to see in the file when this node last looked. */
  boolean hasSeen(String text) {
    return seen.equals(text);
  }

  void saw(String text) {
    seen = text;
  }

  /** Whether a version came in from the folder that this node reads too. */
  boolean isFromHere(ConfigVersion other) {
    return other.folder().equals(folder);
  }

  /** Whether the cluster's version is one that this node has found wanting. */
  boolean hasRefused(ConfigVersion cluster) {
    return cluster.equals(refused);
  }

  /** A text as the version after what the cluster and this node have. */
  ConfigVersion next(String text, String by, ConfigVersion cluster) {
    long number = Math.max(version.version(), cluster == null ? 0 : cluster.version());
    return new ConfigVersion(
        file(), number + 1, text, by, Clock.systemUTC().instant(), node, folder);
  }

  /** What this node brought in is in force in the cluster: all are told. */
  Future<Long> settle(ConfigVersion young) {
    String before = version.text();
    return take(young)
        .onSuccess(
            diff -> {
              if (diff != null) {
                events.changed(young, diff);
                desk.note(young, before, diff);
              }
            })
        .map(young.version());
  }

  /** What another node brought in is put in force here too. */
  Future<Long> adopt(ConfigVersion cluster) {
    return take(cluster)
        .onSuccess(
            diff -> {
              if (diff != null) {
                events.inForce(cluster, diff);
              }
            })
        .map(cluster.version());
  }

  /** The diff is null when the text was in force already. */
  private Future<ConfigDiff> take(ConfigVersion young) {
    if (young.sameText(version)) {
      return desk.remember(young).map(done -> renumber(young));
    }
    return desk.check(young.text())
        .compose(checked -> checked.isValid() ? take(young, checked) : refuse(young, checked));
  }

  private Future<ConfigDiff> take(ConfigVersion young, Checked checked) {
    return desk.write(young, seen)
        .onSuccess(this::saw)
        .compose(written -> desk.remember(young))
        .map(remembered -> apply(young, checked));
  }

  private ConfigDiff renumber(ConfigVersion young) {
    version = young;
    return null;
  }

  private ConfigDiff apply(ConfigVersion young, Checked checked) {
    ConfigDiff diff = ConfigDiff.between(file(), json, checked.json());
    version = young;
    json = checked.json();
    refused = null;
    events.warned(checked.problems());
    force.apply(file(), json);
    return diff;
  }

  private Future<ConfigDiff> refuse(ConfigVersion young, Checked checked) {
    refused = young;
    events.logRejected(checked.errors(), young.by());
    events.rejected(file(), checked.errors(), young.by());
    return Future.succeededFuture(null);
  }
}
