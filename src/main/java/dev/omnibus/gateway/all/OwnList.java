package dev.omnibus.gateway.all;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One list of one server, read to its end on an agent's account and within its own deadline. */
final class OwnList {

  private static final int PAGES = 100;
  private static final int MOST_ITEMS = 10_000;

  private final Inner inner;
  private final Guest guest;
  private final Listed listed;
  private final Duration limit;
  private final JsonArray items = new JsonArray();
  private final Onward flight = new Onward();
  private int pages;

  OwnList(Inner inner, Guest guest, Listed listed, Duration limit) {
    this.inner = inner;
    this.guest = guest;
    this.listed = listed;
    this.limit = limit;
  }

  Future<ItemList> read() {
    return next(null)
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> flight.cancel("the list takes too long"))
        .map(
            done ->
                ItemList.of(listed, items, items.size() >= MOST_ITEMS, false, System.nanoTime()));
  }

  private Future<Void> next(String cursor) {
    Promise<Envelope> page = Promise.promise();
    inner.send(flight, request(cursor), new Answer(page), limit);
    return page.future()
        .compose(
            reply -> {
              for (Span item : reply.items("result", listed.key())) {
                items.add(reply.raw(item));
              }
              String more = reply.text("result", "nextCursor");
              return more == null || ++pages >= PAGES || items.size() >= MOST_ITEMS
                  ? Future.succeededFuture()
                  : next(more);
            });
  }

  private Envelope request(String cursor) {
    StringBuilder params = new StringBuilder("{");
    if (cursor != null) {
      params.append("\"cursor\":").append(Json.encode(cursor));
    }
    if (guest.era() == Era.MODERN) {
      params.append(cursor == null ? "" : ",").append("\"_meta\":").append(meta());
    }
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":\""
            + inner.newId()
            + "\",\"method\":\""
            + listed.method()
            + "\",\"params\":"
            + params
            + "}}");
  }

  private String meta() {
    String info = guest.agent().info();
    return "{\"io.modelcontextprotocol/protocolVersion\":\""
        + Revisions.MODERN
        + "\",\"io.modelcontextprotocol/clientCapabilities\":"
        + guest.agent().capabilities()
        + (info == null ? "" : ",\"io.modelcontextprotocol/clientInfo\":" + info)
        + "}";
  }

  private record Answer(Promise<Envelope> page) implements FlightListener {

    @Override
    public void message(Envelope message) {
      // a list has nothing to say on its way
    }

    @Override
    public void response(Envelope reply) {
      if (reply.type() == Envelope.Type.RESULT) {
        page.tryComplete(reply);
      } else {
        page.tryFail(Failure.UPSTREAM.because(null));
      }
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      page.tryFail(why);
    }
  }
}
