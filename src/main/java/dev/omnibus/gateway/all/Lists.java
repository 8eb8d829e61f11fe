package dev.omnibus.gateway.all;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.catalog.Cursor;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Page;
import dev.omnibus.gateway.catalog.Remarks;
import dev.omnibus.gateway.catalog.View;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The lists of all servers for one agent: from memory, but for those that a server shows each
 * caller otherwise. Those are asked for on this caller's account and kept for it alone.
 */
final class Lists {

  private final Shop shop;
  private final Guest guest;
  private final Function<String, Inner> inners;
  private final Map<String, Map<Listed, ItemList>> own = new HashMap<>();

  Lists(Shop shop, Guest guest, Function<String, Inner> inners) {
    this.shop = shop;
    this.guest = guest;
    this.inners = inners;
  }

  /** What the agent sees now. */
  View view() {
    return shop.view(guest.caller(), own);
  }

  Flight answer(Envelope request, FlightListener listener) {
    Listed listed = Listed.byMethod(request.method()).orElseThrow();
    Cursor cursor = cursor(request);
    Sight sight = shop.seen().begin(guest.caller(), guest.name(), request.method(), null, null);
    Onward flight = new Onward();
    Future<?> complete =
        cursor == null ? refreshOwn(listed) : Future.succeededFuture(); // pages of one reading
    complete.onComplete(
        done -> {
          sight.finished(Outcome.OK);
          if (!flight.isCancelled()) {
            listener.response(Replies.result(request, page(listed, cursor)));
          }
        });
    return flight;
  }

  private static Cursor cursor(Envelope request) {
    if (request.at("params", "cursor") == null) {
      return null;
    }
    return Cursor.parse(String.valueOf(request.text("params", "cursor")))
        .orElseThrow(() -> RpcException.of(200, JsonRpc.INVALID_PARAMS, "Invalid cursor"));
  }

  private String page(Listed listed, Cursor cursor) {
    View view = view();
    View.Seen seen = view.seen(listed);
    int from = cursor == null ? 0 : cursor.next(seen.items());
    return Page.of(
        listed,
        seen.items(),
        from,
        shop.config().pageItems(),
        Remarks.of(view, seen, listed, shop::state, System.nanoTime()),
        guest.era());
  }

  private Future<?> refreshOwn(Listed listed) {
    View view = shop.view(guest.caller(), Map.of());
    List<Future<Void>> asked =
        view.servers().stream()
            .filter(server -> isPrivate(view, server, listed))
            .map(server -> refresh(server, listed))
            .toList();
    return asked.isEmpty() ? Future.succeededFuture() : Future.join(asked).otherwiseEmpty();
  }

  private static boolean isPrivate(View view, String server, Listed listed) {
    ItemList list = view.list(server, listed);
    return list != null && list.isPrivate();
  }

  /** A server that is known not to serve is not waited for. */
  private Future<Void> refresh(String server, Listed listed) {
    Map<Listed, ItemList> mine = own.computeIfAbsent(server, s -> new EnumMap<>(Listed.class));
    if (!shop.state(server).serves()) {
      mine.computeIfPresent(listed, (l, old) -> old.unconfirmed());
      return Future.succeededFuture();
    }
    return new OwnList(inners.apply(server), guest, listed, shop.config().listTimeout())
        .read()
        .onSuccess(list -> mine.put(listed, list))
        .onFailure(why -> mine.computeIfPresent(listed, (l, old) -> old.unconfirmed()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
