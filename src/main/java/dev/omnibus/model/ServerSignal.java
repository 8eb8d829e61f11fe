package dev.omnibus.model;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What the coordinator tells the health room of the same node about a server it owns. {@code spec}
 * comes with {@link Kind#OWNED}, {@code link} with {@link Kind#LINKED}, {@code outcome} may come
 * with {@link Kind#FAILED} and says what kind of failure it was; {@code backInMs} with {@link
 * Kind#DRAINING}, where it takes calls again after so long at most; {@code epoch} always.
 *
 * <p>{@code {"server":"files","kind":"lost","epoch":3,"reason":"process exited with code 1"}}
 */
public record ServerSignal(
    String server,
    Kind kind,
    long epoch,
    String reason,
    ServerSpec spec,
    Link link,
    ProbeOutcome outcome,
    Integer backInMs) {

  /** A signal without an outcome. */
  public ServerSignal(
      String server, Kind kind, long epoch, String reason, ServerSpec spec, Link link) {
    this(server, kind, epoch, reason, spec, link, null, null);
  }

  /** What happened. */
  public enum Kind {
    /** This node now speaks for the server, or its definition changed. */
    OWNED,
    /** Another node speaks for it now, or it is gone from the configuration: forget it. */
    RELEASED,
    /** A session is being opened. */
    STARTING,
    /** A session is open. */
    LINKED,
    /** The session ended by itself. */
    LOST,
    /**
     * A session could not be opened; the reason says why, the outcome what kind of failure it was.
     */
    FAILED,
    DRAINING,
    /** Nothing runs; the next call starts it. */
    ASLEEP,
    STOPPED,
    DISABLED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("kind", kind.word())
        .put("epoch", epoch)
        .put("reason", reason)
        .put("spec", spec == null ? null : spec.toJson().put("name", spec.name()))
        .put("link", link == null ? null : link.toJson())
        .put("outcome", outcome == null ? null : outcome.word())
        .put("backInMs", backInMs);
  }

  public static ServerSignal fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new ServerSignal(
        f.text("server"),
        f.word("kind", Kind::of),
        f.number("epoch"),
        f.textOrNull("reason"),
        f.objectOrNull("spec", spec -> ServerSpec.fromJson(spec.getString("name"), spec)),
        f.objectOrNull("link", Link::fromJson),
        f.wordOrNull("outcome", ProbeOutcome::of),
        f.intOrNull("backInMs"));
  }
}
