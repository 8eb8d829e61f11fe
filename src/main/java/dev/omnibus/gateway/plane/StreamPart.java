package dev.omnibus.gateway.plane;

import dev.omnibus.model.Fields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one reading of a stream that another node keeps.
 *
 * <p>{@code {"gone":false,"ended":true,"status":200,"events":[{"n":3,"data":"{...}"}]}}
 *
 * @param gone it is not kept, or not all of it after the event that was asked for
 * @param ended there is nothing to come after these events
 * @param status the HTTP status that goes with an answer that is the only event
 */
record StreamPart(boolean gone, boolean ended, int status, List<EventStream.Event> events) {

  static final StreamPart GONE = new StreamPart(true, false, 200, List.of());

  /** So many bytes in one part; the next is asked for then. */
  private static final int MOST_BYTES = 1 << 20;

  /** Of what a stream has after an event, as much as fits. */
  static StreamPart after(EventStream stream, long event, int status) {
    List<EventStream.Event> all = stream.after(event);
    List<EventStream.Event> some = some(all);
    boolean whole = some.size() == all.size();
    return new StreamPart(false, whole && stream.hasEnded(), status, some);
  }

  private static List<EventStream.Event> some(List<EventStream.Event> all) {
    int bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      bytes += all.get(i).data().length();
      if (bytes > MOST_BYTES) {
        return all.subList(0, i + 1);
      }
    }
    return all;
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    events.forEach(
        event ->
            all.add(
                new JsonObject().put("n", event.number()).put("data", event.data().toString())));
    return new JsonObject()
        .put("gone", gone)
        .put("ended", ended)
        .put("status", status)
        .put("events", all);
  }

  static StreamPart fromJson(JsonObject json) {
    List<EventStream.Event> events = new ArrayList<>();
    for (Object one : json.getJsonArray("events")) {
      Fields f = Fields.of((JsonObject) one);
      events.add(new EventStream.Event(f.number("n"), Buffer.buffer(f.json().getString("data"))));
    }
    return new StreamPart(
        json.getBoolean("gone"), json.getBoolean("ended"), json.getInteger("status"), events);
  }
}
