package dev.omnibus.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What the answer to {@code server/discover} says about a server's era. */
enum EraVerdict {
  MODERN,
  /** Ask with {@code initialize}. */
  LEGACY,
  /** It speaks, but no revision of ours. */
  INCOMPATIBLE,
  /** Another question would fail the same way. */
  HOPELESS;

  private static final Set<Integer> MODERN_CODES =
      Set.of(JsonRpc.HEADER_MISMATCH, JsonRpc.MISSING_CAPABILITY, JsonRpc.UNSUPPORTED_VERSION);

  static EraVerdict ofResult(JsonObject result) {
    return ofVersions(result.getValue("supportedVersions"), LEGACY);
  }

  /** MCP 2026-07-28, versioning: an error code alone proves nothing, old servers use them too. */
  static EraVerdict ofFailure(McpException failure, TransportKind transport) {
    return switch (failure.kind()) {
      case REFUSED,
          UNREACHABLE,
          TLS,
          AUTH_REQUIRED,
          REDIRECT,
          SPAWN_FAILED,
          MISCONFIGURED,
          TOO_LARGE ->
          HOPELESS;
      case SESSION_EXPIRED, INCOMPATIBLE -> HOPELESS;
      case TIMEOUT, CLOSED, GARBAGE -> LEGACY;
      case HTTP_STATUS, RPC_ERROR -> ofError(failure, transport);
    };
  }

  private static EraVerdict ofError(McpException failure, TransportKind transport) {
    int code = failure.rpcCode().orElse(0);
    int status = failure.httpStatus().orElse(0);
    if (code == JsonRpc.UNSUPPORTED_VERSION && failure.data().containsKey("supported")) {
      return ofVersions(failure.data().getValue("supported"), INCOMPATIBLE);
    }
    if (transport == TransportKind.STDIO) {
      return LEGACY;
    }
    boolean saysModern = (status == 400 || status == 404) && MODERN_CODES.contains(code);
    boolean noSuchMethod = status == 404 && code == JsonRpc.METHOD_NOT_FOUND;
    return saysModern || noSuchMethod ? MODERN : LEGACY;
  }

  private static EraVerdict ofVersions(Object versions, EraVerdict otherwise) {
    if (!(versions instanceof JsonArray list)) {
      return otherwise;
    }
    if (list.contains(Revisions.MODERN)) {
      return MODERN;
    }
    return Revisions.LEGACY.stream().anyMatch(list::contains) ? LEGACY : INCOMPATIBLE;
  }
}
