package dev.omnibus.people;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a node says to one that asks for all: its own people, and those of nodes that are gone, who
 * may come back anywhere. {@code {"node":"n1@k3f9","revision":42,"people":[..],"away":[{"node":
 * "n2@a0c1","revision":7,"people":[..]}]}}.
 */
record Answer(Part own, List<Part> away) {

  Answer {
    away = List.copyOf(away);
  }

  static Answer fromJson(JsonObject json) {
    return new Answer(Part.fromJson(json), Fields.of(json).objects("away", Part::fromJson));
  }

  JsonObject toJson() {
    JsonArray gone = new JsonArray();
    away.forEach(part -> gone.add(part.toJson()));
    return own.toJson().put("away", gone);
  }
}
