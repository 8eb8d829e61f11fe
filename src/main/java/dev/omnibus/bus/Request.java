package dev.omnibus.bus;

import io.vertx.core.json.JsonObject;

/**
 * A command or query as the one who answers sees it.
 *
 * @param caller who asks, as the bridge stamped it from a verified token; null when a room of the
 *     same cluster asks on its own behalf
 */
public record Request(String address, JsonObject body, JsonObject caller) {}
