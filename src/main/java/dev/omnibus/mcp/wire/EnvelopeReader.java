package dev.omnibus.mcp.wire;

import dev.omnibus.mcp.wire.Envelope.Type;
import dev.omnibus.mcp.wire.WireException.Kind;

/**
 * Reads a message in one scan, which checks the whole text. Two members of one name, or one that
 * differs from a routing key only by case, make it invalid: a server behind us might read the other
 * one.
 */
final class EnvelopeReader {

  private final Source source;
  private final boolean strict;
  private Members top = Members.NONE;
  private Members params = Members.NONE;
  private String id;
  private String method;

  /**
   * @param strict whether ambiguous members are refused
   */
  EnvelopeReader(Source source, boolean strict) {
    this.source = source;
    this.strict = strict;
  }

  /** Fails with a {@link WireException}. */
  Envelope read() {
    top = scanned();
    id = readId();
    unambiguous(top);
    if (!"2.0".equals(source.text(top.value("jsonrpc")))) {
      throw invalid("not a JSON-RPC 2.0 message");
    }
    method = readMethod();
    Type type = readType();
    params = readParams();
    return new Envelope(source, strict, top, params, type, id, method);
  }

  private Members scanned() {
    JsonScanner scanner = source.scanner();
    if (scanner.peek() == '[') {
      throw new WireException(Kind.BATCH, "batches are not supported", null);
    }
    if (scanner.peek() != '{') {
      scanner.value(0);
      throw invalid("not an object");
    }
    Members members = source.members(scanner);
    if (!scanner.atEnd()) {
      throw new WireException(Kind.PARSE, "more than one JSON value", null);
    }
    return members;
  }

  private String readId() {
    Span found = top.value("id");
    if (found == null) {
      return null;
    }
    byte first = source.first(found);
    boolean valid = first == '"' || first == '-' || first >= '0' && first <= '9';
    return valid ? source.raw(found) : null;
  }

  private String readMethod() {
    Span found = top.value("method");
    String text = source.text(found);
    if (found != null && text == null) {
      throw invalid("'method' is not a text");
    }
    return text;
  }

  private Type readType() {
    boolean hasId = top.value("id") != null;
    if (method != null) {
      if (hasId && id == null) {
        throw invalid("'id' is neither a text nor a number");
      }
      return hasId ? Type.REQUEST : Type.NOTIFICATION;
    }
    Span error = top.value("error");
    // Some servers write both, one of them null.
    boolean failed = error != null && source.first(error) != 'n';
    if ((top.value("result") != null) == failed) {
      throw invalid("neither a 'method' nor one of 'result' and 'error'");
    }
    return failed ? Type.ERROR : Type.RESULT;
  }

  private Members readParams() {
    Span object = top.value("params");
    if (object == null || source.first(object) == 'n') {
      return Members.NONE;
    }
    if (source.first(object) != '{') {
      if (!strict) {
        return Members.NONE;
      }
      throw invalid("'params' is not an object");
    }
    Members members = source.members(object);
    unambiguous(members);
    unambiguousWithin(members, "_meta");
    unambiguousWithin(members, "ref");
    unambiguousWithin(members, "notifications");
    return members;
  }

  /** The policy looks into these. */
  private void unambiguousWithin(Members members, String key) {
    if (strict) {
      unambiguous(source.members(members.value(key)));
    }
  }

  private void unambiguous(Members members) {
    String why = strict ? members.ambiguity() : null;
    if (why != null) {
      throw invalid(why);
    }
  }

  private WireException invalid(String why) {
    return new WireException(Kind.INVALID, why, id);
  }
}
