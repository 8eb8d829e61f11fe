package dev.omnibus.people;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.PeopleConfig;
import dev.omnibus.presence.Attendance;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers, a few times a second at most, what changed of who is here: tells the other nodes of its
 * own people and its own sockets of everybody's. Its deployment ends when the nodes that are there
 * already have been asked who is with them.
 */
public final class PeopleVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleVerticle.class);
  private static final Duration PEER = Duration.ofSeconds(2);

  private final PeopleConfig config;
  private final Bus bus;
  private final Membership membership;
  private final Clock clock;
  private final Roll roll;
  private final PeopleDesk desk;
  private final Map<String, Future<Void>> asked = new HashMap<>();

  public PeopleVerticle(
      PeopleConfig config,
      Bus bus,
      Membership membership,
      LiveConfig live,
      Attendance attendance,
      Clock clock) {
    this.config = config;
    this.bus = bus;
    this.membership = membership;
    this.clock = clock;
    this.roll = new Roll(bus.node(), config.grace(), attendance);
    this.desk = new PeopleDesk(live, attendance, roll);
  }

  @Override
  public Future<?> start() {
    bus.answer(Addresses.COMMAND_PRESENCE_UPDATE, desk::update);
    bus.answer(Addresses.QUERY_PRESENCE_LIST, desk::list);
    membership.onChange(now -> context.runOnContext(ignored -> compare()));
    vertx.setPeriodic(config.gather().toMillis(), ignored -> gather());
    vertx.setPeriodic(config.compare().toMillis(), ignored -> compare());
    return Future.all(
            bus.hearAll(Addresses.PEOPLE_TOLD, this::told).completion(),
            bus.hear(Addresses.EVENT_ACCESS_REVOKED, this::revoked).completion(),
            bus.answerNode(Addresses.PEOPLE_PART, this::part).completion())
        .compose(ignored -> join());
  }

  private Future<?> join() {
    return Future.join(roll.keep(live(), System.nanoTime()).stream().map(this::ask).toList())
        .otherwiseEmpty()
        .onSuccess(answers -> roll.open(System.nanoTime()));
  }

  private void gather() {
    long nanos = System.nanoTime();
    roll.gather(clock.instant(), nanos).forEach(this::tell);
    roll.diff(nanos).ifPresent(this::show);
  }

  private void show(JsonObject diff) {
    bus.publishHere(Addresses.EVENT_PRESENCE_DIFF, "presence_diff", "info", diff);
  }

  private void tell(Told told) {
    if (membership.live().size() > 1) {
      bus.tellAll(Addresses.PEOPLE_TOLD, told.toJson());
    }
  }

  private void told(JsonObject json) {
    Told told = Told.fromJson(json);
    if (live().contains(told.node()) && !roll.hear(told)) {
      ask(told.node());
    }
  }

  /** Says how far this node is, and asks those of whom it knows nothing. */
  private void compare() {
    roll.keep(live(), System.nanoTime()).forEach(this::ask);
    tell(roll.position());
  }

  /** One that does not answer now tells soon how far it is, and is asked again. */
  private Future<Void> ask(String node) {
    Future<Void> running = asked.get(node);
    if (running != null) {
      return running;
    }
    Future<Void> taken = askNow(node);
    asked.put(node, taken);
    return taken.onComplete(done -> asked.remove(node));
  }

  private Future<Void> askNow(String node) {
    return bus.askNode(node, Addresses.PEOPLE_PART, new JsonObject(), null, PEER)
        .map(Answer::fromJson)
        .onSuccess(this::take)
        .onFailure(cause -> LOG.debug("people of node={}: {}", node, cause.getMessage()))
        .mapEmpty();
  }

  /** It may have left while it was asked. */
  private void take(Answer all) {
    if (live().contains(all.own().node())) {
      roll.take(all, System.nanoTime());
    }
  }

  private Future<JsonObject> part(Request request) {
    return Future.succeededFuture(roll.answer().toJson());
  }

  private void revoked(JsonObject event) {
    JsonObject data = event.getJsonObject("data", new JsonObject());
    String user = data.getString("user");
    if (user != null) {
      String reason = data.getString("reason", "");
      roll.revoked(user, data.getString("session"), reason, System.nanoTime());
    }
  }

  private List<String> live() {
    return membership.live().stream().map(NodeId::toString).toList();
  }
}
