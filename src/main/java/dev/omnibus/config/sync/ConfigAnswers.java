package dev.omnibus.config.sync;

import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.HiddenSecrets;
import dev.omnibus.config.check.Reading;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What others may ask about the configuration. Secrets never leave; {@code [hidden]} stands there.
 */
final class ConfigAnswers {

  private final Turns turns;
  private final Map<ConfigFile, ConfigKeeper> keepers;

  ConfigAnswers(Turns turns, Map<ConfigFile, ConfigKeeper> keepers) {
    this.turns = turns;
    this.keepers = keepers;
  }

  /**
   * {@code {"file":"servers.json","text":"{...}","baseVersion":6}} becomes {@code {"version":7}}. A
   * text that says the same as what is in force makes no version.
   */
  Future<JsonObject> put(Request request) {
    Fields f = Fields.of(request.body());
    ConfigFile file = f.word("file", ConfigFile::of);
    String text = f.text("text");
    if (text.length() > Reading.MAX_BYTES) {
      return Future.failedFuture(Failure.TOO_LARGE.because("the text " + Reading.tooLarge()));
    }
    Long base = f.longOrNull("baseVersion");
    return turns
        .run(() -> keepers.get(file).puts().put(text, by(request), base))
        .map(version -> new JsonObject().put("version", version));
  }

  /** {@code {"file":"servers.json"}} becomes {@code {"file","version","text"}}. */
  Future<JsonObject> get(Request request) {
    ConfigFile file = Fields.of(request.body()).word("file", ConfigFile::of);
    ConfigVersion version = keepers.get(file).inForce().version();
    return Future.succeededFuture(shown(version));
  }

  /**
   * {@code {"file":"servers.json"}} becomes {@code {"file","versions":[{"version","by","at","node",
   * "length"}]}}, the oldest first; with {@code "version":7} that one, with its text.
   */
  Future<JsonObject> versions(Request request) {
    Fields f = Fields.of(request.body());
    ConfigFile file = f.word("file", ConfigFile::of);
    Long version = f.longOrNull("version");
    return version == null ? all(file) : one(file, version);
  }

  private Future<JsonObject> all(ConfigFile file) {
    return keepers
        .get(file)
        .desk()
        .summaries()
        .map(
            list ->
                new JsonObject().put("file", file.fileName()).put("versions", new JsonArray(list)));
  }

  private Future<JsonObject> one(ConfigFile file, long version) {
    return keepers
        .get(file)
        .desk()
        .remembered(version)
        .map(
            found ->
                found
                    .map(ConfigAnswers::shown)
                    .orElseThrow(() -> Failure.NOT_FOUND.because("no version " + version)));
  }

  private static JsonObject shown(ConfigVersion version) {
    return version.summary().put("text", HiddenSecrets.hide(version.text()));
  }

  private static String by(Request request) {
    JsonObject caller = request.caller();
    return caller == null ? "system" : caller.getString("user", "system");
  }
}
