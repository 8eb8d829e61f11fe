package dev.omnibus.gateway;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.HeaderText;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.Revisions;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which era a request is of, and whether its headers say the same as its body: policy and routing
 * look at the body only, and nobody on the way may have been told otherwise. (MCP 2025-11-25 and
 * 2026-07-28, basic/transports.)
 */
final class EraRules {

  static final String META = "io.modelcontextprotocol/";
  private static final String VERSION = "MCP-Protocol-Version";

  private static final List<String> ALL =
      Stream.concat(Stream.of(Revisions.MODERN), Revisions.LEGACY.stream()).toList();

  private EraRules() {}

  /** The era of this request; fails with the error for one that is of none. */
  static Era check(Message message, MultiMap headers) {
    String header = header(headers, VERSION);
    Object claimed = message.meta().getValue(META + "protocolVersion");
    if (claimed == null && !Revisions.MODERN.equals(header)) {
      return legacy(header);
    }
    modern(message, header, claimed);
    headersRepeatTheBody(message, headers);
    return Era.MODERN;
  }

  /** Whether the sender reads HTTP statuses as the modern era does. */
  static boolean claimsModern(MultiMap headers) {
    return Revisions.MODERN.equals(header(headers, VERSION));
  }

  /** The revision to speak with a client that asks for one in {@code initialize}. */
  static String negotiate(String asked) {
    return Revisions.LEGACY.contains(asked) ? asked : Revisions.NEWEST_LEGACY;
  }

  /** Without the header it is 2025-03-26 by rule; which of the legacy ones does not matter here. */
  private static Era legacy(String header) {
    if (header != null && !Revisions.LEGACY.contains(header)) {
      throw RpcException.unsupported(header, ALL);
    }
    return Era.LEGACY;
  }

  private static void modern(Message message, String header, Object claimed) {
    if (!(claimed instanceof String version)) {
      throw missing("protocolVersion");
    }
    same(VERSION, header, version);
    if (!version.equals(Revisions.MODERN)) {
      throw RpcException.unsupported(version);
    }
    if (!(message.meta().getValue(META + "clientCapabilities") instanceof JsonObject)) {
      throw missing("clientCapabilities");
    }
  }

  private static void headersRepeatTheBody(Message message, MultiMap headers) {
    same("Mcp-Method", decoded(headers, "Mcp-Method"), message.method());
    String key =
        switch (message.method()) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          default -> null;
        };
    if (key != null) {
      String name = message.text(key);
      if (name == null) {
        throw invalidParams("'" + key + "' is missing");
      }
      same("Mcp-Name", decoded(headers, "Mcp-Name"), name);
    }
  }

  private static void same(String name, String header, String body) {
    if (header == null) {
      throw mismatch("the header " + name + " is missing");
    }
    if (!header.equals(body)) {
      throw mismatch("the header " + name + " differs from the body");
    }
  }

  private static String decoded(MultiMap headers, String name) {
    String header = header(headers, name);
    return header == null
        ? null
        : HeaderText.decode(header)
            .orElseThrow(() -> mismatch("the header " + name + " is not base64"));
  }

  /** Two headers of one name never equal what the body says once. */
  private static String header(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private static RpcException mismatch(String why) {
    return RpcException.badRequest(JsonRpc.HEADER_MISMATCH, "Header mismatch: " + why);
  }

  private static RpcException missing(String key) {
    return invalidParams("_meta lacks '" + META + key + "'");
  }

  private static RpcException invalidParams(String why) {
    return RpcException.badRequest(JsonRpc.INVALID_PARAMS, "Invalid params: " + why);
  }
}
