package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One definition that is not as it is pinned.
 *
 * @param name a name, a URI or a URI template
 * @param pin null for what was not there before
 * @param after in its server's words; null for what is not there any more
 */
record Change(Listed listed, String name, Pin pin, String after) {

  enum Kind {
    ADDED,
    REMOVED,
    CHANGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Kind kind() {
    return pin == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
  }

  /** {@code tools/read}: how a command names it. */
  String item() {
    return listed.key() + "/" + name;
  }

  /** The same for the same change only. */
  String fingerprint() {
    return item() + " " + (after == null ? "" : Canonical.digest(after));
  }

  /** Field by field what differs; of a pin that was too long to keep, all that there is now. */
  JsonArray fields() {
    return FieldDiff.between(pin == null ? null : pin.definition(), after);
  }

  /** Whether what it became holds characters that nobody sees. */
  boolean hidesSomething() {
    return after != null && FieldDiff.hidesSomething(fields());
  }

  /** {@code {"item":"tools/read","list":"tools","name":"read","change":"changed"}}. */
  JsonObject summary() {
    return new JsonObject()
        .put("item", item())
        .put("list", listed.key())
        .put("name", name)
        .put("change", kind().word());
  }
}
