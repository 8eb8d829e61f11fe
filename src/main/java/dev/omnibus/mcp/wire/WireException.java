package dev.omnibus.mcp.wire;

/** Bytes that are no JSON-RPC message; the text is safe to show to who sent them. */
public final class WireException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Kind {
    /** It is not JSON. */
    PARSE,
    /** It is an array of messages. */
    BATCH,
    /** It is JSON, but no JSON-RPC message. */
    INVALID
  }

  private final Kind kind;
  private final String id;

  WireException(Kind kind, String message, String id) {
    super(message, null, false, false);
    this.kind = kind;
    this.id = id;
  }

  public Kind kind() {
    return kind;
  }

  /** The raw JSON of the id, as far as one could be read; or null. */
  public String id() {
    return id;
  }
}
