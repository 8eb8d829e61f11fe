package dev.omnibus.mcp.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One JSON-RPC 2.0 message: its bytes, and where its parts stand in them. The members of the
 * message and of its {@code params} are known; nothing else is decoded before it is asked for.
 */
public final class Envelope {

  /** What a message is. */
  public enum Type {
    REQUEST,
    NOTIFICATION,
    RESULT,
    ERROR
  }

  private final Source source;
  private final boolean strict;
  private final Members top;
  private final Members params;
  private final Type type;
  private final String id;
  private final String method;

  Envelope(
      Source source,
      boolean strict,
      Members top,
      Members params,
      Type type,
      String id,
      String method) {
    this.source = source;
    this.strict = strict;
    this.top = top;
    this.params = params;
    this.type = type;
    this.id = id;
    this.method = method;
  }

  /** Fails with a {@link WireException}. The bytes must not change afterwards. */
  public static Envelope of(Buffer bytes) {
    return of(bytes, true);
  }

  /**
   * A message of a server: nothing is decided by its members, so that ambiguous ones are its own
   * affair.
   */
  public static Envelope ofServer(Buffer bytes) {
    return of(bytes, false);
  }

  private static Envelope of(Buffer bytes, boolean strict) {
    return new EnvelopeReader(Source.of(bytes), strict).read();
  }

  public static Envelope of(String json) {
    return of(Buffer.buffer(json));
  }

  public Type type() {
    return type;
  }

  public Buffer bytes() {
    return source.buffer();
  }

  /** Null for a reply. */
  public String method() {
    return method;
  }

  /** The raw JSON of the id as it was written, such as {@code "a"} or {@code 7}; null for none. */
  public String id() {
    return id;
  }

  public boolean isReply() {
    return type == Type.RESULT || type == Type.ERROR;
  }

  /** Where the value at the end of this path of members stands, or null. */
  public Span at(String... path) {
    Span found = top.value(path[0]);
    if (found == null || path.length == 1) {
      return found;
    }
    return path[0].equals("params") ? in(params.value(path[1]), path, 2) : in(found, path, 1);
  }

  /** The same within an object of this message. */
  public Span in(Span object, String... path) {
    return in(object, path, 0);
  }

  private Span in(Span object, String[] path, int from) {
    Span found = object;
    for (int i = from; i < path.length && found != null; i++) {
      found = members(found).value(path[i]);
    }
    return found;
  }

  /** The text of the string at this path; null when there is none, or something else. */
  public String text(String... path) {
    return text(at(path));
  }

  public String text(Span span) {
    return source.text(span);
  }

  /** The JSON at this path as it was written, or null. */
  public String raw(String... path) {
    Span span = at(path);
    return span == null ? null : raw(span);
  }

  public String raw(Span span) {
    return source.raw(span);
  }

  /** The items of the array at this path, in their order; none when there is no array. */
  public List<Span> items(String... path) {
    return source.items(at(path));
  }

  /** The whole of it decoded; for who wants to know what it says more than how it was said. */
  public JsonObject toJson() {
    return new JsonObject(source.buffer());
  }

  /** Other bytes, looked at as these were. */
  Envelope like(Buffer bytes) {
    return of(bytes, strict);
  }

  /** To change parts of it. */
  public Splice splice() {
    return new Splice(this);
  }

  @Override
  public String toString() {
    return type + " method=" + method + " id=" + id + " bytes=" + source.length();
  }

  /** The members of an object; none when it is something else. */
  Members members(Span object) {
    return source.members(object);
  }

  Span whole() {
    return source.whole();
  }
}
