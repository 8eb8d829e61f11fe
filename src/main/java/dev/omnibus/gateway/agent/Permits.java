package dev.omnibus.gateway.agent;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the gateway asks the {@link Policy}. The globs that a role has for a server
 * are held against names of tools and prompts and against URIs of resources alike; what no glob
 * matches does not exist for the caller.
 */
public record Permits(Policy policy, Hiding hiding) {

  private static final Logger LOG = LoggerFactory.getLogger(Permits.class);

  /** Where nothing is hidden. */
  public Permits(Policy policy) {
    this(policy, Hiding.NOTHING);
  }

  public boolean sees(Caller caller, String server) {
    return policy.maySee(caller, server);
  }

  public boolean uses(Caller caller, String server, Listed listed, String name) {
    return policy.mayCall(caller, server, name) && !hiding.hides(server, listed, name);
  }

  /**
   * The same for an item of a list, which says itself what it is.
   *
   * @param definition raw JSON of the item
   */
  public boolean shows(
      Caller caller, String server, Listed listed, String name, Supplier<String> definition) {
    return policy.mayCall(caller, server, name) && !hiding.hides(server, listed, name, definition);
  }

  /** Whether everything of this server is for the caller, so that no list needs a look. */
  public boolean usesAll(Caller caller, String server) {
    return policy.mayCallAll(caller, server) && !hiding.watches(server);
  }

  /**
   * Passes, or fails as a server does that never heard of it.
   *
   * @param name what the request names, as {@link Thing#of} has it
   */
  public void check(Caller caller, Era era, String server, Envelope request, String name) {
    if (name == null || !uses(caller, server, Thing.kind(request), name)) {
      LOG.info("refused user={} server={} method={}", caller.user(), server, request.method());
      throw unknown(era, request.method(), name);
    }
  }

  /** Of the resources that an agent wants to hear of, those that are there for it. */
  public Envelope heard(Caller caller, String server, Envelope request) {
    if (!"subscriptions/listen".equals(request.method()) || usesAll(caller, server)) {
      return request;
    }
    List<Span> uris = request.items("params", "notifications", "resourceSubscriptions");
    return request
        .splice()
        .keep(uris, uri -> mayHear(caller, server, request.text(uri)))
        .toEnvelope();
  }

  private boolean mayHear(Caller caller, String server, String uri) {
    return uri != null && uses(caller, server, Listed.RESOURCES, uri);
  }

  /** The error for what is not there, in the caller's own words. */
  public static RpcException unknown(Era era, String method, String name) {
    boolean legacy = era == Era.LEGACY;
    return switch (method) {
      case "tools/call" -> invalid("Unknown tool: " + name);
      case "prompts/get" -> invalid("Unknown prompt: " + name);
      case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
          RpcException.of(
              200,
              legacy ? RpcException.RESOURCE_NOT_FOUND : JsonRpc.INVALID_PARAMS,
              "Resource not found: " + name);
      default -> invalid("Unknown reference");
    };
  }

  private static RpcException invalid(String why) {
    return RpcException.of(200, JsonRpc.INVALID_PARAMS, why);
  }

  public List<String> seen(Caller caller, List<String> servers) {
    return servers.stream().filter(server -> sees(caller, server)).toList();
  }
}
