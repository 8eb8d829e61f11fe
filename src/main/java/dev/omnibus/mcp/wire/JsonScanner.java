package dev.omnibus.mcp.wire;

/**
 * Walks over JSON text (RFC 8259) byte by byte and checks it; decodes nothing. Numbers, literals
 * and nesting are checked strictly, so that what passes here means the same to every parser behind
 * us.
 */
final class JsonScanner {

  /** Deeper nesting than this is nobody's message and somebody's stack. */
  static final int MAX_DEPTH = 256;

  /** Hears each member of an object: where its key and its value stand. */
  interface Members {
    void member(int keyStart, int keyEnd, int start, int end);
  }

  /** Hears each item of an array. */
  interface Items {
    void item(int start, int end);
  }

  private final byte[] in;
  private final int end;
  private int at;

  JsonScanner(byte[] in, int start, int end) {
    this.in = in;
    this.at = start;
    this.end = end;
  }

  /** Skips white space; then the offset of the next byte. */
  int next() {
    while (at < end && isSpace(in[at])) {
      at++;
    }
    return at;
  }

  boolean atEnd() {
    return next() == end;
  }

  /** The next byte that counts, or 0 at the end. */
  byte peek() {
    return next() < end ? in[at] : 0;
  }

  /** Skips one value; then the offset behind it. */
  int value(int depth) {
    switch (peek()) {
      case '{' -> object(depth, null);
      case '[' -> array(depth, null);
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
    return at;
  }

  int object(int depth, Members members) {
    deeper(depth);
    expect('{');
    if (peek() == '}') {
      return ++at;
    }
    do {
      int keyStart = next();
      int keyEnd = string();
      expect(':');
      int start = next();
      int stop = value(depth + 1);
      if (members != null) {
        members.member(keyStart, keyEnd, start, stop);
      }
    } while (more('}'));
    return at;
  }

  int array(int depth, Items items) {
    deeper(depth);
    expect('[');
    if (peek() == ']') {
      return ++at;
    }
    do {
      int start = next();
      int stop = value(depth + 1);
      if (items != null) {
        items.item(start, stop);
      }
    } while (more(']'));
    return at;
  }

  /** After a comma there is more; after the closing byte there is not. */
  private boolean more(char closing) {
    byte b = peek();
    if (b != ',' && b != closing) {
      throw broken();
    }
    at++;
    return b == ',';
  }

  private int string() {
    expect('"');
    while (at < end) {
      byte b = in[at++];
      if (b == '"') {
        return at;
      }
      if (b == '\\') {
        escape();
      } else if (b >= 0 && b < 0x20) {
        throw broken();
      }
    }
    throw broken();
  }

  private void escape() {
    byte b = at < end ? in[at++] : 0;
    if (b == 'u') {
      for (int i = 0; i < 4; i++, at++) {
        if (at >= end || Character.digit(in[at], 16) < 0) {
          throw broken();
        }
      }
    } else if ("\"\\/bfnrt".indexOf(b) < 0 || b == 0) {
      throw broken();
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= end || in[at] != word.charAt(i)) {
        throw broken();
      }
    }
  }

  private void number() {
    accept('-');
    if (!accept('0')) {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw broken();
    }
  }

  private boolean accept(char wanted) {
    boolean there = at < end && in[at] == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw broken();
    }
    at++;
  }

  private void deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new WireException(
          WireException.Kind.PARSE, "nested deeper than " + MAX_DEPTH + " levels", null);
    }
  }

  private WireException broken() {
    return new WireException(WireException.Kind.PARSE, "not JSON at byte " + at, null);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
