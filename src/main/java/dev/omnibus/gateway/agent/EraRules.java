package dev.omnibus.gateway.agent;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.HeaderText;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which era a request is of, and whether its headers say the same as its body: policy and routing
 * look at the body only, and nobody on the way may have been told otherwise. (MCP 2025-11-25 and
 * 2026-07-28, basic/transports.)
 */
public final class EraRules {

  public static final String META = "io.modelcontextprotocol/";
  private static final String VERSION = "MCP-Protocol-Version";

  private static final List<String> ALL =
      Stream.concat(Stream.of(Revisions.MODERN), Revisions.LEGACY.stream()).toList();

  private EraRules() {}

  /** The era of this request; fails with the error for one that is of none. */
  public static Era check(Envelope message, MultiMap headers) {
    String header = header(headers, VERSION);
    Span claimed = message.at("params", "_meta", META + "protocolVersion");
    if (claimed == null && !Revisions.MODERN.equals(header)) {
      return legacy(header);
    }
    modern(message, header, claimed);
    headersRepeatTheBody(message, headers);
    return Era.MODERN;
  }

  /** A reply has no {@code _meta} to look at, and modern agents send none. */
  public static Era ofReply(MultiMap headers) {
    String header = header(headers, VERSION);
    if (Revisions.MODERN.equals(header)) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST, "Invalid Request: nothing here waits for a response");
    }
    return legacy(header);
  }

  /** Whether the sender reads HTTP statuses as the modern era does. */
  public static boolean claimsModern(MultiMap headers) {
    return Revisions.MODERN.equals(header(headers, VERSION));
  }

  /** The revision to speak with a client that asks for one in {@code initialize}. */
  public static String negotiate(String asked) {
    return Revisions.LEGACY.contains(asked) ? asked : Revisions.NEWEST_LEGACY;
  }

  /**
   * The revision to speak with a client, where the server's own session has one already: the older
   * of what both can.
   *
   * @param asked by the agent
   * @param server what the server speaks; another than the legacy ones is no bound
   */
  public static String spoken(String asked, String server) {
    String agent = negotiate(asked);
    return Revisions.LEGACY.contains(server) && server.compareTo(agent) < 0 ? server : agent;
  }

  /** Without the header it is 2025-03-26 by rule; which of the legacy ones does not matter here. */
  private static Era legacy(String header) {
    if (header != null && !Revisions.LEGACY.contains(header)) {
      throw RpcException.unsupported(header, ALL);
    }
    return Era.LEGACY;
  }

  private static void modern(Envelope message, String header, Span claimed) {
    String version = message.text(claimed);
    if (version == null) {
      throw missing("protocolVersion");
    }
    same(VERSION, header, version);
    if (!version.equals(Revisions.MODERN)) {
      throw RpcException.unsupported(version);
    }
    String capabilities = message.raw("params", "_meta", META + "clientCapabilities");
    if (capabilities == null || !capabilities.startsWith("{")) {
      throw missing("clientCapabilities");
    }
  }

  private static void headersRepeatTheBody(Envelope message, MultiMap headers) {
    same("Mcp-Method", decoded(headers, "Mcp-Method"), message.method());
    String key =
        switch (message.method()) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
          default -> null;
        };
    if (key != null) {
      String name = message.text("params", key);
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
