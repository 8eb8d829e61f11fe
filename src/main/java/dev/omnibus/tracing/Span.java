package dev.omnibus.tracing;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One step of a trace on one node.
 *
 * <p>{@code {"trace":"4bf9..","span":"00f0..","parent":"b7ad..","name":"tools/call read","kind":
 * "call","node":"n1@k3f9","server":"files","replica":2,"startUs":1764380000000000,"durationUs":5210,
 * "failed":false,"attributes":{"outcome":"ok"}}}
 *
 * @param parent null where there is none
 * @param replica 0 where the server is but one
 * @param startUs microseconds since 1970
 * @param durationUs null as long as it goes on
 */
public record Span(
    String trace,
    String span,
    String parent,
    String name,
    Kind kind,
    String node,
    String server,
    int replica,
    long startUs,
    Long durationUs,
    boolean failed,
    JsonObject attributes) {

  /** What a span is. */
  public enum Kind {
    /** All of a call at the node that the agent asked. */
    CALL,
    /** A try at the server itself. */
    TRY,
    /** A try over the node that owns the server. */
    HOP,
    /** All of a call at the owner. */
    SERVE,
    /** A part of one of these. */
    STAGE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject().put("trace", trace).put("span", span);
    if (parent != null) {
      json.put("parent", parent);
    }
    json.put("name", name).put("kind", kind.word()).put("node", node).put("server", server);
    if (replica > 0) {
      json.put("replica", replica);
    }
    json.put("startUs", startUs);
    if (durationUs != null) {
      json.put("durationUs", durationUs);
    }
    return json.put("failed", failed).put("attributes", attributes.copy());
  }

  public static Span fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Span(
        f.text("trace"),
        f.text("span"),
        f.textOrNull("parent"),
        f.text("name"),
        Kind.valueOf(f.text("kind").toUpperCase(Locale.ROOT)),
        f.text("node"),
        f.text("server"),
        f.intOr("replica", 0),
        f.number("startUs"),
        json.getLong("durationUs"),
        json.getBoolean("failed"),
        json.getJsonObject("attributes"));
  }

  /** The same, so much later. */
  public Span later(long micros) {
    return new Span(
        trace,
        span,
        parent,
        name,
        kind,
        node,
        server,
        replica,
        startUs + micros,
        durationUs,
        failed,
        attributes);
  }

  /** When it ended; or that moment, if it still goes on. */
  public long endUs(long nowUs) {
    return durationUs == null ? Math.max(nowUs, startUs) : startUs + durationUs;
  }
}
