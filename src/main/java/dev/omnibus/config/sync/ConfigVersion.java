package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One text of one file and how it came to be.
 *
 * <p>{@code
 * {"file":"servers.json","version":7,"text":"{...}","by":"ann","at":"2026-11-22T10:00:00Z",
 * "node":"n1@k3f9q","folder":"/etc/omnibus"}}
 *
 * @param version counts from 1 in a cluster; 0 for a text that no cluster has seen
 * @param by the user, or {@code file} for a saved file
 * @param node which node brought it in
 * @param folder which folder it was brought in from
 */
record ConfigVersion(
    ConfigFile file, long version, String text, String by, Instant at, String node, String folder) {

  /** Whether both say the same, whatever their numbers. */
  boolean sameText(ConfigVersion other) {
    return other != null && text.equals(other.text);
  }

  ConfigVersion withVersion(long young) {
    return new ConfigVersion(file, young, text, by, at, node, folder);
  }

  JsonObject toJson() {
    return summary().put("text", text).put("folder", folder);
  }

  /** Everything but the text. */
  JsonObject summary() {
    return new JsonObject()
        .put("file", file.fileName())
        .put("version", version)
        .put("by", by)
        .put("at", at.toString())
        .put("node", node);
  }

  static ConfigVersion fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new ConfigVersion(
        f.word("file", ConfigFile::of),
        f.number("version"),
        f.text("text"),
        f.text("by"),
        f.instant("at"),
        f.text("node"),
        f.text("folder"));
  }
}
