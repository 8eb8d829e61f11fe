package dev.omnibus.people;

import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Fields;
import dev.omnibus.presence.Attendance;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Takes from a connection what it looks at, and says who is here. Who asks, and over which
 * connection, the door has written down: nothing of it stands in a body.
 */
final class PeopleDesk {

  private static final int USUAL = 100;

  private final LiveConfig config;
  private final Attendance attendance;
  private final Roll roll;

  PeopleDesk(LiveConfig config, Attendance attendance, Roll roll) {
    this.config = config;
    this.attendance = attendance;
    this.roll = roll;
  }

  /** {@code {"page":"fleet","server":"files"}}; neither: nobody knows what it looks at. */
  Future<JsonObject> update(Request request) {
    String connection = request.caller() == null ? null : request.caller().getString("socket");
    if (connection == null) {
      return Future.failedFuture(
          Failure.BAD_REQUEST.because("only an open socket looks at things"));
    }
    Fields body = Fields.of(request.body());
    String server = body.textOrNull("server");
    if (server != null && !config.servers().containsKey(server)) {
      return Future.failedFuture(Failure.NOT_FOUND.because("there is no such server"));
    }
    return attendance.looks(connection, body.textOrNull("page"), server)
        ? Future.succeededFuture(new JsonObject().put("ok", true))
        : Future.failedFuture(Failure.NOT_FOUND.because("that socket has closed"));
  }

  Future<JsonObject> list(Request request) {
    Fields body = Fields.of(request.body() == null ? new JsonObject() : request.body());
    return Future.succeededFuture(
        roll.snapshot(body.positiveOr("limit", USUAL), body.textOrNull("server")));
  }
}
