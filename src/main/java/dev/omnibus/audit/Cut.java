package dev.omnibus.audit;

import io.vertx.core.json.JsonObject;

/**
 * The oldest rows of a chain, as far as they go.
 *
 * @param from the first of them
 * @param upTo the last of them
 * @param hash what the row after them hangs on
 * @param bytes what they take
 * @param why why the last of them goes
 */
record Cut(long from, long upTo, byte[] hash, long rows, long bytes, String why) {

  JsonObject toJson() {
    return new JsonObject()
        .put("rows", rows)
        .put("from", from)
        .put("upTo", upTo)
        .put("bytes", bytes)
        .put("why", why);
  }
}
