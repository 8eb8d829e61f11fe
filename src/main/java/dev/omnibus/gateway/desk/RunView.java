package dev.omnibus.gateway.desk;

import io.vertx.core.json.JsonObject;

/** A run as it is told and shown: how far it is, in one line of a list, and all of it. */
record RunView(Run run) {

  /** Numbers only: {@code {"progress":3,"total":10}}. */
  JsonObject steps() {
    JsonObject steps = new JsonObject();
    if (run.progress() != null) {
      steps.mergeIn(run.progress()).remove("message");
    }
    return steps;
  }

  /** In one line of a list. */
  JsonObject brief(String node) {
    JsonObject json =
        run.traced(
            new JsonObject()
                .put("call", run.id())
                .put("node", node)
                .put("server", run.server())
                .put("tool", run.tool())
                .put("caller", run.caller().user())
                .put("state", run.state().word())
                .put("startedAt", run.wanted().at().toString())
                .put("ms", run.took().toMillis())
                .put("revision", run.revision()));
    if (run.endedAt() != null) {
      json.put("endedAt", run.endedAt().toString());
    }
    return run.outcome() == null ? json : json.put("outcome", run.outcome().word());
  }

  /**
   * All of it.
   *
   * @param after the revision that is known already; 0 for none
   */
  JsonObject whole(String node, long after) {
    JsonObject json =
        brief(node)
            .put("entries", run.transcript().after(after))
            .put("dropped", run.transcript().dropped())
            .put("questions", run.questions().toJson());
    if (run.progress() != null) {
      json.put("progress", run.progress().copy());
    }
    if (after == 0) {
      json.put("arguments", run.wanted().arguments());
    }
    return run.end().into(json);
  }
}
