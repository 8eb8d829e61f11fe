package dev.omnibus.gateway.talk;

import dev.omnibus.access.Caller;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.JsonRpc;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /mcp}: the tools and prompts of all servers that the caller may use, each as {@code
 * server__name}. A server that cannot say in time what it has is left out of a list and named in
 * its {@code _meta} under {@value #UNAVAILABLE}.
 */
record AllServers(Servers servers, Permits permits, GatewayConfig config, ClientInfo self)
    implements Face {

  private static final Logger LOG = LoggerFactory.getLogger(AllServers.class);

  static final String UNAVAILABLE = "dev.omnibus/unavailable";

  private static final String INSTRUCTIONS =
      "The tools and prompts of several MCP servers; each is named server__name.";

  /** What one server has, or that it did not say. */
  private record Part(String server, List<JsonObject> items, boolean told) {}

  @Override
  public Future<Description> describe() {
    JsonObject capabilities =
        new JsonObject().put("tools", new JsonObject()).put("prompts", new JsonObject());
    return Future.succeededFuture(new Description(self.toJson(), capabilities, INSTRUCTIONS));
  }

  @Override
  public Future<JsonObject> answer(Asked asked) {
    return switch (asked.method()) {
      case "tools/list" -> list(Listed.TOOLS, asked);
      case "prompts/list" -> list(Listed.PROMPTS, asked);
      case "tools/call", "prompts/get" -> route(asked);
      default -> throw OneServer.methodNotFound(asked.method());
    };
  }

  private Future<JsonObject> route(Asked asked) {
    String text = String.valueOf(asked.message().text("name"));
    PrefixedName wanted =
        PrefixedName.parse(text, permits.seen(asked.caller(), servers.all()))
            .orElseThrow(() -> Permits.unknown(asked.era(), asked.method(), text));
    permits.check(asked.caller(), asked.era(), wanted.server(), asked.method(), wanted.name());
    return servers.request(
        wanted.server(),
        asked.method(),
        Params.onward(asked.message()).put("name", wanted.name()),
        asked.caller(),
        config.callTimeout());
  }

  private Future<JsonObject> list(Listed listed, Asked asked) {
    if (asked.message().params().containsKey("cursor")) {
      throw RpcException.of(200, JsonRpc.INVALID_PARAMS, "Invalid cursor: there is one page");
    }
    List<Future<Part>> parts =
        permits.seen(asked.caller(), servers.all()).stream()
            .filter(server -> !servers.state(server).atRest())
            .map(server -> part(listed, server, asked.caller()))
            .toList();
    return Future.join(parts)
        .map(done -> together(listed, parts.stream().map(Future::result).toList()));
  }

  /** Never fails: that a server cannot say what it has must not cost the others their place. */
  private Future<Part> part(Listed listed, String server, Caller caller) {
    if (!servers.state(server).serves()) {
      return Future.succeededFuture(new Part(server, List.of(), false));
    }
    return Pages.of(servers, server, listed, caller, config.listTimeout())
        .map(items -> new Part(server, prefixed(listed, server, items, caller), true))
        .otherwise(cause -> untold(server, cause));
  }

  private static Part untold(String server, Throwable cause) {
    LOG.debug("server={} left out of a list: {}", server, cause.getMessage());
    return new Part(server, List.of(), false);
  }

  private List<JsonObject> prefixed(
      Listed listed, String server, List<JsonObject> items, Caller caller) {
    return items.stream()
        .filter(item -> permits.uses(caller, server, listed.name(item)))
        .map(i -> listed.renamed(i, new PrefixedName(server, listed.name(i)).toString()))
        .toList();
  }

  private static JsonObject together(Listed listed, List<Part> parts) {
    List<JsonObject> items = new ArrayList<>();
    parts.forEach(part -> items.addAll(part.items()));
    JsonObject result = listed.with(new JsonObject(), items);
    List<String> untold = parts.stream().filter(p -> !p.told()).map(Part::server).toList();
    return untold.isEmpty()
        ? result
        : result.put("_meta", new JsonObject().put(UNAVAILABLE, new JsonArray(untold)));
  }
}
