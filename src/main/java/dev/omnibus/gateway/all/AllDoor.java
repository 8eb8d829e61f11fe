package dev.omnibus.gateway.all;

import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The door to all servers, and beside it those to single ones: it never has to wait for any. */
public final class AllDoor implements Doors {

  private final Vertx vertx;
  private final Shop shop;
  private final Doors one;

  /**
   * @param one opens ways to single servers, in the agent's era
   */
  public AllDoor(Vertx vertx, Shop shop, Doors one) {
    this.vertx = vertx;
    this.shop = shop;
    this.one = one;
  }

  @Override
  public Future<Way> open(Guest guest) {
    return guest.server() == null
        ? Future.succeededFuture(new AllWay(vertx, shop, one, guest))
        : one.open(guest);
  }

  @Override
  public void ended(Guest guest) {
    if (guest.server() != null) {
      one.ended(guest);
      return;
    }
    shop.live().servers().values().stream()
        .filter(spec -> spec.sessions().own())
        .forEach(spec -> one.ended(guest.at(spec.name())));
  }
}
