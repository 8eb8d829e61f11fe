package dev.omnibus.mcp;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An MCP exchange that did not give a result: a state to show, not a bug, so it has no stack trace.
 * Its message is a sentence without credentials.
 */
public final class McpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, one word each. */
  public enum Kind {
    /** The program could not be started. */
    SPAWN_FAILED,
    /** Its configuration refers to something that is not there. */
    MISCONFIGURED,
    /** Nobody listens there. */
    REFUSED,
    /** No such host, no route, no connection in time. */
    UNREACHABLE,
    /** The certificate or the handshake is not acceptable. */
    TLS,
    /** No answer in time. */
    TIMEOUT,
    /** The process, stream or connection ended before the answer. */
    CLOSED,
    /** What came is not MCP. */
    GARBAGE,
    /** More came than allowed, or it does not read what is sent. */
    TOO_LARGE,
    /** An HTTP status that says no. */
    HTTP_STATUS,
    /** It points elsewhere; redirects are not followed. */
    REDIRECT,
    /** HTTP 401 or 403: alive, but our credential is missing or not enough. */
    AUTH_REQUIRED,
    /** It no longer knows our session. */
    SESSION_EXPIRED,
    /** No protocol revision in common. */
    INCOMPATIBLE,
    /** A JSON-RPC error: the server is alive and says no. */
    RPC_ERROR;

    /** Whether a request that ended so may have been carried out. */
    public boolean mayBeRead() {
      return switch (this) {
        case SPAWN_FAILED,
            MISCONFIGURED,
            REFUSED,
            UNREACHABLE,
            TLS,
            SESSION_EXPIRED,
            INCOMPATIBLE ->
            false;
        case TIMEOUT, CLOSED, GARBAGE, TOO_LARGE, HTTP_STATUS, REDIRECT, AUTH_REQUIRED, RPC_ERROR ->
            true;
      };
    }
  }

  private final Kind kind;
  private final Integer httpStatus;
  private final Integer rpcCode;
  private final transient JsonObject data;
  private final transient JsonObject rpcError;

  private McpException(
      Kind kind,
      String message,
      Integer httpStatus,
      Integer rpcCode,
      JsonObject data,
      JsonObject rpcError) {
    super(message, null, false, false);
    this.kind = kind;
    this.httpStatus = httpStatus;
    this.rpcCode = rpcCode;
    this.data = data;
    this.rpcError = rpcError;
  }

  public static McpException of(Kind kind, String message) {
    return new McpException(kind, message, null, null, null, null);
  }

  public static McpException http(Kind kind, int status, String message) {
    return new McpException(kind, message, status, null, null, null);
  }

  /** From the {@code error} object of a JSON-RPC reply. */
  public static McpException rpc(JsonObject error) {
    return of(Kind.RPC_ERROR, "").withRpc(error);
  }

  /** The same, with the JSON-RPC error that came with it; a plain RPC_ERROR takes its words. */
  public McpException withRpc(JsonObject error) {
    Integer code = error.getValue("code") instanceof Number n ? n.intValue() : null;
    JsonObject details = error.getValue("data") instanceof JsonObject o ? o : null;
    String words = "error " + code + ": " + clip(String.valueOf(error.getValue("message")));
    String text = kind == Kind.RPC_ERROR ? words : getMessage();
    return new McpException(kind, text, httpStatus, code, details, error);
  }

  public McpException withData(JsonObject details) {
    return new McpException(kind, getMessage(), httpStatus, rpcCode, details, rpcError);
  }

  public Kind kind() {
    return kind;
  }

  public String safeMessage() {
    return getMessage();
  }

  public OptionalInt httpStatus() {
    return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  public OptionalInt rpcCode() {
    return rpcCode == null ? OptionalInt.empty() : OptionalInt.of(rpcCode);
  }

  /** The {@code error} object of the JSON-RPC reply as it came, for who hands it on. */
  public Optional<JsonObject> rpcError() {
    return Optional.ofNullable(rpcError);
  }

  /**
   * Details, never null: JSON-RPC {@code error.data}; {@code location} of a REDIRECT; {@code
   * challenge} of an AUTH_REQUIRED; {@code retryAfter} of an HTTP_STATUS.
   */
  public JsonObject data() {
    return data == null ? new JsonObject() : data;
  }

  private static String clip(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
