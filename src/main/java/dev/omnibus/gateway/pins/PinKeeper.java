package dev.omnibus.gateway.pins;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings new pins in force on all nodes, and takes up what others brought in. */
final class PinKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(PinKeeper.class);

  private final Pinboard board;
  private final SharedPins shared;
  private final PinFiles files;
  private final Bus bus;
  private final Consumer<String> changed;
  private final Clock clock;

  /**
   * @param changed hears the server of which other pins are in force here
   */
  PinKeeper(
      Pinboard board,
      SharedPins shared,
      PinFiles files,
      Bus bus,
      Consumer<String> changed,
      Clock clock) {
    this.clock = clock;
    this.board = board;
    this.shared = shared;
    this.files = files;
    this.bus = bus;
    this.changed = changed;
  }

  /**
   * Puts the next version in force; false when somebody else's came first, which is in force then.
   */
  Future<Boolean> put(Pins young) {
    String server = young.server();
    return shared
        .get(server)
        .compose(
            now -> {
              Pins known = board.of(server).orElse(null);
              boolean same = now == null ? known == null : now.isSame(known);
              return same ? shared.swap(now, young) : Future.succeededFuture(false);
            })
        .compose(won -> won ? settle(young).map(true) : follow(server).map(false));
  }

  private Future<Void> settle(Pins young) {
    take(young);
    bus.tellAll(Addresses.PINS_CHANGED, summary(young));
    return files.save(young);
  }

  /** {@code {"server":"files","version":3,"node":"n1@k3f9"}}. */
  static JsonObject summary(Pins pins) {
    return new JsonObject()
        .put("server", pins.server())
        .put("version", pins.version())
        .put("node", pins.node());
  }

  /** Whether this node lacks what was told. */
  boolean lacks(JsonObject summary) {
    Fields f = Fields.of(summary);
    long version = f.number("version");
    return board
        .of(f.text("server"))
        .map(
            pins ->
                version > pins.version()
                    || version == pins.version() && f.text("node").compareTo(pins.node()) > 0)
        .orElse(true);
  }

  /**
   * Meets the cluster for the first time with what this node kept. Where it does not answer, that
   * counts until it does.
   */
  Future<Void> join(List<Pins> kept) {
    kept.forEach(board::fold);
    return shared
        .all()
        .onSuccess(all -> all.forEach(this::adopt))
        .onSuccess(all -> kept.forEach(mine -> offer(mine)))
        .<Void>mapEmpty()
        .recover(
            cause -> {
              LOG.warn("pins of the cluster: {}", cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private void adopt(Pins young) {
    if (take(young)) {
      files.save(young);
    }
  }

  /** Only what nobody else knows better. */
  private void offer(Pins mine) {
    if (board.of(mine.server()).filter(mine::isSame).isPresent()) {
      follow(mine.server())
          .onFailure(cause -> LOG.warn("server={} pins: {}", mine.server(), cause.getMessage()));
    }
  }

  /** Takes up what the cluster has; offers it what it lacks. */
  Future<Void> follow(String server) {
    return shared
        .get(server)
        .compose(
            now -> {
              Pins mine = board.of(server).orElse(null);
              Pins both = mine == null || now == null ? null : parted(mine, now);
              if (both != null) {
                return shared.swap(now, both).compose(won -> won ? settle(both) : follow(server));
              }
              if (mine != null && (now == null || mine.beats(now)) && !mine.isSame(now)) {
                return shared.swap(now, mine).compose(won -> offered(won, server, mine));
              }
              return now != null && take(now) ? files.save(now) : Future.succeededFuture();
            });
  }

  /** Two of one number were made by two: the next one; null where that is not so. */
  private Pins parted(Pins mine, Pins now) {
    boolean parted = mine.version() == now.version() && !mine.isSame(now);
    return parted ? Pins.merged(mine, now, clock.instant(), bus.node()) : null;
  }

  private Future<Void> offered(boolean won, String server, Pins mine) {
    if (won) {
      bus.tellAll(Addresses.PINS_CHANGED, summary(mine));
      return Future.succeededFuture();
    }
    return follow(server);
  }

  private boolean take(Pins young) {
    boolean newer = board.fold(young);
    if (newer) {
      changed.accept(young.server());
    }
    return newer;
  }
}
