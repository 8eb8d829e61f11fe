package dev.omnibus.gateway.all;

import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.gateway.way.QuietWay;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says back what it was asked, lists one tool, and is slow when told to. */
final class ToyWay extends QuietWay {

  final List<String> posted = new CopyOnWriteArrayList<>();
  final List<String> said = new CopyOnWriteArrayList<>();
  private FlightListener slow;

  /** Every server is one of these. */
  ToyWay(String server) {
    said.add("I am " + server);
  }

  Void elicit(String id) {
    slow.message(
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"elicitation/create\",\"params\":{}}"));
    return null;
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    said.add(request.method() + " " + request.raw("params", "level"));
    if ("slow".equals(request.text("params", "name"))) {
      slow = listener;
    } else if (request.method().equals("tools/list")) {
      listener.response(Replies.result(request, "{\"tools\":[{\"name\":\"mine\"}]}"));
    } else {
      listener.response(Replies.result(request, "{\"params\":" + request.raw("params") + "}"));
    }
    return new Onward();
  }

  @Override
  public Future<Void> post(Envelope message) {
    posted.add(message.bytes().toString());
    return Future.succeededFuture();
  }
}
