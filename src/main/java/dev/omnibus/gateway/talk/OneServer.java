package dev.omnibus.gateway.talk;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.JsonRpc;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code /mcp/{server}}: one server under its own names. */
record OneServer(String server, Servers servers, Permits permits, GatewayConfig config)
    implements Face {

  @Override
  public Future<Description> describe() {
    return servers.describe(server);
  }

  @Override
  public Future<JsonObject> answer(Asked asked) {
    return switch (asked.method()) {
      case "tools/list", "prompts/list", "resources/list", "resources/templates/list" ->
          list(asked);
      case "tools/call", "prompts/get" -> use(asked, asked.message().text("name"));
      case "resources/read" -> use(asked, asked.message().text("uri"));
      case "completion/complete" -> use(asked, reference(asked.message()));
      default -> throw methodNotFound(asked.method());
    };
  }

  static RpcException methodNotFound(String method) {
    return RpcException.of(200, JsonRpc.METHOD_NOT_FOUND, "Method not found: " + method);
  }

  private Future<JsonObject> list(Asked asked) {
    Listed listed = Listed.byMethod(asked.method()).orElseThrow();
    return send(asked).map(result -> permitted(listed, result, asked));
  }

  private JsonObject permitted(Listed listed, JsonObject result, Asked asked) {
    return listed.with(
        result,
        listed.items(result).stream()
            .filter(item -> permits.uses(asked.caller(), server, listed.name(item)))
            .toList());
  }

  private Future<JsonObject> use(Asked asked, String name) {
    permits.check(asked.caller(), asked.era(), server, asked.method(), name);
    return send(asked);
  }

  private Future<JsonObject> send(Asked asked) {
    return servers.request(
        server,
        asked.method(),
        Params.onward(asked.message()),
        asked.caller(),
        config.callTimeout());
  }

  /** What a completion is for: a prompt by its name, or a resource template by its URI. */
  private static String reference(Message message) {
    if (!(message.params().getValue("ref") instanceof JsonObject ref)) {
      return null;
    }
    Object name = ref.containsKey("name") ? ref.getValue("name") : ref.getValue("uri");
    return name instanceof String text ? text : null;
  }
}
