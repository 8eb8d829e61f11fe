package dev.omnibus.gateway;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the gateway asks the {@link Policy}. The globs that a role has for a server
 * are held against names of tools and prompts and against URIs of resources alike; what no glob
 * matches does not exist for the caller.
 */
record Permits(Policy policy) {

  private static final Logger LOG = LoggerFactory.getLogger(Permits.class);

  boolean sees(Caller caller, String server) {
    return policy.maySee(caller, server);
  }

  boolean uses(Caller caller, String server, String name) {
    return policy.mayCall(caller, server, name);
  }

  /** Passes, or fails as a server does that never heard of it. */
  void check(Asked asked, String server, String name) {
    if (name == null || !uses(asked.caller(), server, name)) {
      LOG.info(
          "refused user={} server={} method={}", asked.caller().user(), server, asked.method());
      throw unknown(asked);
    }
  }

  /** The error for what is not there, in the caller's own words. */
  static RpcException unknown(Asked asked) {
    Message message = asked.message();
    boolean legacy = asked.era() == Era.LEGACY;
    return switch (asked.method()) {
      case "tools/call" -> invalid("Unknown tool: " + message.text("name"));
      case "prompts/get" -> invalid("Unknown prompt: " + message.text("name"));
      case "resources/read" ->
          RpcException.of(
              200,
              legacy ? RpcException.RESOURCE_NOT_FOUND : JsonRpc.INVALID_PARAMS,
              "Resource not found: " + message.text("uri"));
      default -> invalid("Unknown reference");
    };
  }

  private static RpcException invalid(String why) {
    return RpcException.of(200, JsonRpc.INVALID_PARAMS, why);
  }

  List<String> seen(Caller caller, List<String> servers) {
    return servers.stream().filter(server -> sees(caller, server)).toList();
  }
}
