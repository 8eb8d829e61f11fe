package dev.omnibus.gateway.balance;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Owners;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of servers what went wrong with calls to them: gathered for a moment, in one
 * message a node, however many calls failed. Good calls cost nothing here.
 */
public final class Witness {

  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** What went wrong with one server since the last word. */
  private record Count(int unreached, int broke, int late, int refused) {

    static final Count NONE = new Count(0, 0, 0, 0);

    Count with(Fate fate) {
      return switch (fate) {
        case UNREACHED -> new Count(unreached + 1, broke, late, refused);
        case BROKE -> new Count(unreached, broke + 1, late, refused);
        case LATE -> new Count(unreached, broke, late + 1, refused);
        case REFUSED -> new Count(unreached, broke, late, refused + 1);
        case WENT, UNKNOWN -> this;
      };
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("unreached", unreached)
          .put("broke", broke)
          .put("late", late)
          .put("refused", refused);
    }
  }

  private final Bus bus;
  private final Owners owners;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  public Witness(Vertx vertx, Bus bus, Owners owners) {
    this.bus = bus;
    this.owners = owners;
    vertx.setPeriodic(PAUSE.toMillis(), id -> tell());
  }

  /**
   * @param server or one replica of it
   */
  public void saw(String server, Fate fate) {
    if (fate != Fate.WENT && fate != Fate.UNKNOWN) {
      counts.merge(server, Count.NONE.with(fate), (old, one) -> old.with(fate));
    }
  }

  private void tell() {
    if (counts.isEmpty()) {
      return;
    }
    Map<NodeId, JsonObject> words = new HashMap<>();
    for (String server : counts.keySet()) {
      Count count = counts.remove(server);
      Optional<NodeId> owner = owners.of(server);
      if (owner.isPresent()) {
        words.computeIfAbsent(owner.get(), o -> new JsonObject()).put(server, count.toJson());
      }
    }
    words.forEach(this::tell);
  }

  private void tell(NodeId owner, JsonObject servers) {
    JsonObject body = new JsonObject().put("servers", servers);
    bus.askNode(owner.toString(), Addresses.EVIDENCE, body, null, LIMIT)
        .onFailure(cause -> LOG.debug("evidence lost node={}: {}", owner, cause.toString()));
  }
}
