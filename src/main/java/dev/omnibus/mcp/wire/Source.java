package dev.omnibus.mcp.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a message, and what stands at a place in them; all places count from its start. */
final class Source {

  private final Buffer buffer;
  private final byte[] in;
  private final int offset;

  private Source(Buffer buffer, byte[] in, int offset) {
    this.buffer = buffer;
    this.in = in;
    this.offset = offset;
  }

  /** Copies nothing where the bytes stand in an array. */
  static Source of(Buffer bytes) {
    ByteBuf buf = ((BufferInternal) bytes).getByteBuf();
    return buf.hasArray()
        ? new Source(bytes, buf.array(), buf.arrayOffset() + buf.readerIndex())
        : new Source(bytes, bytes.getBytes(), 0);
  }

  Buffer buffer() {
    return buffer;
  }

  int length() {
    return buffer.length();
  }

  JsonScanner scanner() {
    return new JsonScanner(in, offset, offset + buffer.length());
  }

  private JsonScanner scanner(Span span) {
    return new JsonScanner(in, offset + span.start(), offset + span.end());
  }

  byte first(Span span) {
    return in[offset + span.start()];
  }

  String raw(Span span) {
    return buffer.getString(span.start(), span.end());
  }

  /** Null when something else than a text stands there. */
  String text(Span span) {
    return span != null && first(span) == '"'
        ? JsonText.decode(in, offset + span.start(), offset + span.end())
        : null;
  }

  Span whole() {
    JsonScanner scanner = scanner();
    int start = scanner.next();
    return span(start, scanner.value(0));
  }

  /** The members of an object; none when it is something else. */
  Members members(Span object) {
    return object != null && first(object) == '{' ? members(scanner(object)) : Members.NONE;
  }

  /** The members of the object that the scanner stands before. */
  Members members(JsonScanner scanner) {
    List<Member> members = new ArrayList<>(4);
    scanner.object(0, (ks, ke, s, e) -> members.add(member(ks, ke, s, e)));
    return new Members(members);
  }

  private Member member(int keyStart, int keyEnd, int start, int end) {
    return new Member(JsonText.decode(in, keyStart, keyEnd), keyStart - offset, span(start, end));
  }

  /** The items of an array, in their order; none when it is something else. */
  List<Span> items(Span array) {
    List<Span> items = new ArrayList<>();
    if (array != null && first(array) == '[') {
      scanner(array).array(0, (start, end) -> items.add(span(start, end)));
    }
    return items;
  }

  private Span span(int start, int end) {
    return new Span(start - offset, end - offset);
  }
}
