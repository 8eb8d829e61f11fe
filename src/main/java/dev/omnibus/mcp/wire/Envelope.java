package dev.omnibus.mcp.wire;

import dev.omnibus.mcp.wire.WireException.Kind;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One JSON-RPC 2.0 message: its bytes, and where its parts stand in them. One scan checks the whole
 * text and notes the members of the message and of its {@code params}; nothing else is decoded. Two
 * members of one name there, or one that differs from a routing key only by case, make it invalid:
 * a server behind us might read the other one.
 */
public final class Envelope {

  /** What a message is. */
  public enum Type {
    REQUEST,
    NOTIFICATION,
    RESULT,
    ERROR
  }

  private static final Set<String> ROUTING =
      Set.of("jsonrpc", "id", "method", "params", "name", "uri", "ref", "taskid", "_meta");

  record Member(String key, int keyStart, int start, int end) {}

  private final Buffer buffer;
  private final byte[] in;
  private final int offset;
  private final boolean strict;
  private final List<Member> top = new ArrayList<>(4);
  private final List<Member> params = new ArrayList<>(4);
  private Type type;
  private String id;
  private String method;

  private Envelope(Buffer buffer, byte[] in, int offset, boolean strict) {
    this.buffer = buffer;
    this.in = in;
    this.offset = offset;
    this.strict = strict;
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
    ByteBuf buf = ((BufferInternal) bytes).getByteBuf();
    boolean direct = !buf.hasArray();
    byte[] in = direct ? bytes.getBytes() : buf.array();
    int offset = direct ? 0 : buf.arrayOffset() + buf.readerIndex();
    Envelope envelope = new Envelope(bytes, in, offset, strict);
    envelope.scan();
    return envelope;
  }

  public static Envelope of(String json) {
    return of(Buffer.buffer(json));
  }

  public Type type() {
    return type;
  }

  public Buffer bytes() {
    return buffer;
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
    Member found = member(top, path[0]);
    if (found == null || path.length == 1) {
      return span(found);
    }
    if (!path[0].equals("params")) {
      return in(span(found), path, 1);
    }
    Member inner = member(params, path[1]);
    return inner == null ? null : in(span(inner), path, 2);
  }

  /** The same within an object of this message. */
  public Span in(Span object, String... path) {
    return in(object, path, 0);
  }

  private Span in(Span object, String[] path, int from) {
    Span found = object;
    for (int i = from; i < path.length && found != null; i++) {
      found = span(member(members(found), path[i]));
    }
    return found;
  }

  /** The text of the string at this path; null when there is none, or something else. */
  public String text(String... path) {
    return text(at(path));
  }

  public String text(Span span) {
    return span != null && first(span) == '"'
        ? JsonText.decode(in, offset + span.start(), offset + span.end())
        : null;
  }

  /** The JSON at this path as it was written, or null. */
  public String raw(String... path) {
    Span span = at(path);
    return span == null ? null : raw(span);
  }

  public String raw(Span span) {
    return buffer.getString(span.start(), span.end());
  }

  /** The items of the array at this path, in their order; none when there is no array. */
  public List<Span> items(String... path) {
    Span array = at(path);
    List<Span> items = new ArrayList<>();
    if (array != null && first(array) == '[') {
      scanner(array).array(0, (start, end) -> items.add(relative(start, end)));
    }
    return items;
  }

  /** The whole of it decoded; for who wants to know what it says more than how it was said. */
  public JsonObject toJson() {
    return new JsonObject(buffer);
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
    return type + " method=" + method + " id=" + id + " bytes=" + buffer.length();
  }

  /** The members of an object, in their order; none when it is something else. */
  List<Member> members(Span object) {
    List<Member> members = new ArrayList<>();
    if (object != null && first(object) == '{') {
      scanner(object).object(0, (ks, ke, s, e) -> members.add(member(ks, ke, s, e)));
    }
    return members;
  }

  Span whole() {
    JsonScanner scanner = new JsonScanner(in, offset, offset + buffer.length());
    int start = scanner.next();
    return relative(start, scanner.value(0));
  }

  private byte first(Span span) {
    return in[offset + span.start()];
  }

  private JsonScanner scanner(Span span) {
    return new JsonScanner(in, offset + span.start(), offset + span.end());
  }

  private Span relative(int start, int end) {
    return new Span(start - offset, end - offset);
  }

  private Member member(int keyStart, int keyEnd, int start, int end) {
    return new Member(
        JsonText.decode(in, keyStart, keyEnd), keyStart - offset, start - offset, end - offset);
  }

  private static Span span(Member member) {
    return member == null ? null : new Span(member.start(), member.end());
  }

  private static Member member(List<Member> members, String key) {
    for (Member member : members) {
      if (member.key().equals(key)) {
        return member;
      }
    }
    return null;
  }

  private void scan() {
    JsonScanner scanner = new JsonScanner(in, offset, offset + buffer.length());
    if (scanner.peek() == '[') {
      throw new WireException(Kind.BATCH, "batches are not supported", null);
    }
    if (scanner.peek() != '{') {
      scanner.value(0);
      throw invalid("not an object");
    }
    scanner.object(0, (ks, ke, s, e) -> top.add(member(ks, ke, s, e)));
    if (!scanner.atEnd()) {
      throw new WireException(Kind.PARSE, "more than one JSON value", null);
    }
    id = readId();
    unambiguous(top);
    if (!"2.0".equals(text("jsonrpc"))) {
      throw invalid("not a JSON-RPC 2.0 message");
    }
    method = readMethod();
    type = readType();
    readParams();
  }

  private String readId() {
    Member found = member(top, "id");
    if (found == null) {
      return null;
    }
    byte first = in[offset + found.start()];
    boolean valid = first == '"' || first == '-' || first >= '0' && first <= '9';
    return valid ? buffer.getString(found.start(), found.end()) : null;
  }

  private String readMethod() {
    if (at("method") == null) {
      return null;
    }
    String text = text("method");
    if (text == null) {
      throw invalid("'method' is not a text");
    }
    return text;
  }

  private Type readType() {
    boolean hasId = at("id") != null;
    if (method != null) {
      if (hasId && id == null) {
        throw invalid("'id' is neither a text nor a number");
      }
      return hasId ? Type.REQUEST : Type.NOTIFICATION;
    }
    // Some servers write both, one of them null.
    boolean failed = at("error") != null && first(at("error")) != 'n';
    if ((at("result") != null) == failed) {
      throw invalid("neither a 'method' nor one of 'result' and 'error'");
    }
    return failed ? Type.ERROR : Type.RESULT;
  }

  private void readParams() {
    Span object = at("params");
    if (object == null || first(object) == 'n') {
      return;
    }
    if (first(object) != '{') {
      if (!strict) {
        return;
      }
      throw invalid("'params' is not an object");
    }
    params.addAll(members(object));
    unambiguous(params);
    Member meta = member(params, "_meta");
    if (meta != null) {
      unambiguous(members(span(meta)));
    }
    unambiguousWithin("ref");
    unambiguousWithin("notifications");
  }

  /** The policy looks into these. */
  private void unambiguousWithin(String key) {
    Member member = member(params, key);
    if (strict && member != null && first(span(member)) == '{') {
      unambiguous(members(span(member)));
    }
  }

  private void unambiguous(List<Member> members) {
    if (!strict) {
      return;
    }
    for (int i = 0; i < members.size(); i++) {
      String key = members.get(i).key();
      String lower = key.toLowerCase(Locale.ROOT);
      if (ROUTING.contains(lower) && !key.equals(lower) && !key.equals("taskId")) {
        throw invalid("'" + lower + "' in another case");
      }
      for (int j = 0; j < i; j++) {
        if (Objects.equals(members.get(j).key(), key)) {
          throw invalid("two members of one name");
        }
      }
    }
  }

  private WireException invalid(String why) {
    return new WireException(Kind.INVALID, why, id);
  }
}
