package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.RawCall;
import dev.omnibus.mcp.wire.Envelope;
import java.util.Map;

/**
 * Keeps apart what the guests of one session at a server want of it: log levels, subscriptions and
 * tasks. The server hears what all of them together want.
 */
final class Apart {

  private final FromGuests guests;
  private final Shared shared;

  Apart(FromGuests guests, Shared shared) {
    this.guests = guests;
    this.shared = shared;
  }

  /** Whether the request must not reach the server as it is, so that it is taken care of here. */
  boolean answers(Guest guest, Passage passage, Envelope request) {
    return switch (request.method()) {
      case "logging/setLevel" -> level(guest, passage, request);
      case "resources/subscribe" -> subscribe(guest, passage, request);
      case "resources/unsubscribe" -> unsubscribe(guest, passage, request);
      case "tasks/list" -> listTasks(guest, passage, request);
      default -> foreign(guest, passage, request);
    };
  }

  private RawCall call(Guest guest, Passage passage) {
    return new GuestCall(guest, passage, shared.tasks());
  }

  private static void done(Guest guest, Passage passage, Envelope request) {
    guest.response(passage, JsonRpc.resultOf(request.id(), "{}"));
  }

  private boolean foreign(Guest guest, Passage passage, Envelope request) {
    boolean foreign = shared.tasks().isForeign(request, guest.agent());
    if (foreign) {
      Envelope no = JsonRpc.errorOf(request.id(), JsonRpc.INVALID_PARAMS, "there is no such task");
      guest.response(passage, no);
    }
    return foreign;
  }

  private boolean listTasks(Guest guest, Passage passage, Envelope request) {
    RawCall own = new OwnTasks(call(guest, passage), shared.tasks(), guest.agent());
    guests.send(guest, passage, request, Map.of(), own);
    return true;
  }

  private boolean level(Guest guest, Passage passage, Envelope request) {
    LogLevel asked = LogLevel.of(request.text("params", "level"));
    if (asked == null) {
      return false;
    }
    Levels levels = shared.levels();
    guest.level = asked;
    LogLevel wanted = Levels.wanted(shared.guests().all());
    if (wanted == levels.inForce()) {
      done(guest, passage, request);
    } else {
      Envelope least = request.splice().replaceText(wanted.word(), "params", "level").toEnvelope();
      RawCall agreed = new Agreed(call(guest, passage), () -> levels.inForce(wanted));
      guests.send(guest, passage, least, Map.of(), agreed);
    }
    return true;
  }

  private boolean subscribe(Guest guest, Passage passage, Envelope request) {
    String uri = request.text("params", "uri");
    if (uri == null) {
      return false;
    }
    if (shared.subscriptions().holds(uri)) {
      shared.subscriptions().add(guest, uri);
      done(guest, passage, request);
    } else {
      RawCall agreed = new Agreed(call(guest, passage), () -> subscribed(guest, uri));
      guests.send(guest, passage, request, Map.of(), agreed);
    }
    return true;
  }

  private void subscribed(Guest guest, String uri) {
    if (shared.guests().has(guest)) {
      shared.subscriptions().add(guest, uri);
    }
  }

  private boolean unsubscribe(Guest guest, Passage passage, Envelope request) {
    String uri = request.text("params", "uri");
    if (uri == null || !guest.subscriptions.contains(uri)) {
      return false;
    }
    if (shared.subscriptions().remove(guest, uri)) {
      return false; // nobody else wants it: the server is told
    }
    done(guest, passage, request);
    return true;
  }
}
