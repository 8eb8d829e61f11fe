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
      throw unknown(asked, name);
    }
  }

  /** The error for what is not there. */
  static RpcException unknown(Asked asked, String name) {
    boolean resource = asked.method().equals("resources/read");
    boolean legacy = asked.era() == Era.LEGACY;
    int code = resource && legacy ? RpcException.RESOURCE_NOT_FOUND : JsonRpc.INVALID_PARAMS;
    String what =
        switch (asked.method()) {
          case "tools/call" -> "Unknown tool: ";
          case "prompts/get" -> "Unknown prompt: ";
          case "resources/read" -> "Resource not found: ";
          default -> "Unknown reference: ";
        };
    return RpcException.of(200, code, what + name);
  }

  List<String> seen(Caller caller, List<String> servers) {
    return servers.stream().filter(server -> sees(caller, server)).toList();
  }
}
