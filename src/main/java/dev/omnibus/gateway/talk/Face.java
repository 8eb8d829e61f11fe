package dev.omnibus.gateway.talk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * What an agent takes for one MCP server. Fails with an {@link RpcException}, or with what becomes
 * one.
 */
interface Face {

  Future<Description> describe();

  /** Completes with the result of any method but those of the protocol itself. */
  Future<JsonObject> answer(Asked asked);
}
