package dev.omnibus.gateway.agent;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A request that is answered with a JSON-RPC error, and the HTTP status that goes with it. Codes of
 * our own are HTTP statuses, outside the range that JSON-RPC and MCP reserve.
 */
public final class RpcException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int RESOURCE_NOT_FOUND = -32002;
  private static final int SOON = 1;

  private final int status;
  private final transient JsonObject error;
  private final boolean away;
  private final int retrySeconds;

  private RpcException(int status, JsonObject error) {
    this(status, error, false, status == 429 || status == 503 ? SOON : 0);
  }

  private RpcException(int status, JsonObject error, boolean away, int retrySeconds) {
    super(error.getString("message"), null, false, false);
    this.status = status;
    this.error = error;
    this.away = away;
    this.retrySeconds = retrySeconds;
  }

  public static RpcException of(int status, int code, String message) {
    return new RpcException(status, new JsonObject().put("code", code).put("message", message));
  }

  /** The message breaks the rules of the transport. */
  public static RpcException badRequest(int code, String message) {
    return of(400, code, message);
  }

  /** One of our own failures: the code is the HTTP status. */
  public static RpcException own(int status, String message) {
    return of(status, status, message);
  }

  /** A session that is over, never was, or is somebody else's: clients begin another. */
  public static RpcException noSession() {
    return own(404, "there is no such session");
  }

  /**
   * The server is known not to answer now.
   *
   * @param retrySeconds when it is worth asking again; 0 when that is nobody's to say
   */
  public static RpcException away(String message, int retrySeconds) {
    JsonObject error = new JsonObject().put("code", 503).put("message", message);
    return new RpcException(503, error, true, retrySeconds);
  }

  public static RpcException unsupported(String requested, List<String> supported) {
    JsonObject data =
        new JsonObject().put("supported", new JsonArray(supported)).put("requested", requested);
    JsonObject error =
        new JsonObject()
            .put("code", JsonRpc.UNSUPPORTED_VERSION)
            .put("message", "Unsupported protocol version: " + requested)
            .put("data", data);
    return new RpcException(400, error);
  }

  public static RpcException unsupported(String requested) {
    return unsupported(requested, List.of(Revisions.MODERN));
  }

  /** What no caller is told the reason of: it may not be there, or not be theirs. */
  public static RpcException noServer(String server) {
    return own(404, "there is no server '" + server + "'");
  }

  /** What came in is no JSON-RPC message. */
  public static RpcException of(WireException malformed) {
    return switch (malformed.kind()) {
      case PARSE -> badRequest(PARSE_ERROR, "Parse error: " + malformed.getMessage());
      case BATCH, INVALID ->
          badRequest(INVALID_REQUEST, "Invalid Request: " + malformed.getMessage());
    };
  }

  /** A server's own error, untouched. */
  public static RpcException ofServer(JsonObject error) {
    return new RpcException(200, error);
  }

  /** Which reference leads nowhere, its operators are told. */
  public static RpcException misconfigured() {
    return own(502, "the server is not configured right: its status says what is missing");
  }

  /** A failure of the table; it was found on this side of the server. */
  public static RpcException of(Throwable cause) {
    if (cause instanceof RpcException known) {
      return known;
    }
    if (cause instanceof McpException nowhere
        && nowhere.kind() == McpException.Kind.MISCONFIGURED) {
      return misconfigured();
    }
    if (!(cause instanceof BusException failed)) {
      return own(500, Failure.BUG.sentence());
    }
    int status = failed.failure() == Failure.TIMEOUT ? 504 : failed.failure().code();
    return own(status, failed.getMessage());
  }

  /** The status in the era of the caller: the modern one shows some errors in the status too. */
  public int status(boolean modern) {
    if (status != 200 || !modern) {
      return status;
    }
    return switch (code()) {
      case JsonRpc.METHOD_NOT_FOUND -> 404;
      case JsonRpc.HEADER_MISMATCH, JsonRpc.MISSING_CAPABILITY, JsonRpc.UNSUPPORTED_VERSION -> 400;
      default -> 200;
    };
  }

  /** Whether it is the server that is away, and nothing wrong with what was asked. */
  public boolean isAway() {
    return away;
  }

  /** After how many seconds the same may be asked again; 0 when coming back does not help. */
  public int retrySeconds() {
    return retrySeconds;
  }

  public JsonObject error() {
    return error;
  }

  public int code() {
    return error.getValue("code") instanceof Number code ? code.intValue() : 0;
  }
}
