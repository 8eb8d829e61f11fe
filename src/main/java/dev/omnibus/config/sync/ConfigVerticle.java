package dev.omnibus.config.sync;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When and where the configuration is looked after: agrees with the cluster before it reports
 * started, then looks at the files often and at the cluster now and then, so that an event that got
 * lost heals. Answers {@code command.config.put}, {@code query.config.get} and {@code
 * query.config.versions}.
 */
public final class ConfigVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigVerticle.class);
  private static final long LOOK_MS = 200;
  private static final long FOLLOW_MS = 2_000;

  private final ConfigStart start;
  private final Bus bus;
  private final ConfigEvents events;
  private final ConfigTrail trail;
  private final Turns turns = new Turns();
  private final Map<ConfigFile, ConfigKeeper> keepers = new EnumMap<>(ConfigFile.class);
  private boolean looking;
  private boolean following;
  private boolean heardSince;

  public ConfigVerticle(ConfigStart start, Bus bus, AuditTrail trail) {
    this.start = start;
    this.bus = bus;
    this.events = new ConfigEvents(bus);
    this.trail = new ConfigTrail(trail);
  }

  @Override
  public Future<?> start() {
    events.warned(start.problems());
    return SharedVersions.open(vertx)
        .onSuccess(this::meet)
        .compose(ready -> turns.run(() -> all(this::join)))
        .compose(joined -> serve());
  }

  private void meet(SharedVersions shared) {
    for (ConfigFile file : ConfigFile.values()) {
      keepers.put(file, ConfigKeeper.of(vertx, start, file, shared, events, trail, bus));
    }
  }

  private Future<Void> join(ConfigKeeper keeper) {
    return keeper.agreement().join(start.text(keeper.inForce().file()).edited());
  }

  private Future<?> serve() {
    ConfigAnswers answers = new ConfigAnswers(turns, keepers);
    ConfigEdits edits = new ConfigEdits(turns, keepers.get(ConfigFile.SERVERS));
    vertx.setPeriodic(LOOK_MS, tick -> look());
    vertx.setPeriodic(FOLLOW_MS, tick -> follow());
    return Future.all(
        List.of(
            bus.hear(Addresses.EVENT_CONFIG_CHANGED, this::heard).completion(),
            bus.answerNode(Addresses.CONFIG_EDIT, edits::edit).completion(),
            bus.answerNode(Addresses.CONFIG_BEFORE, edits::before).completion(),
            bus.answer(Addresses.COMMAND_CONFIG_PUT, answers::put).completion(),
            bus.answer(Addresses.QUERY_CONFIG_GET, answers::get).completion(),
            bus.answer(Addresses.QUERY_CONFIG_VERSIONS, answers::versions).completion()));
  }

  private void look() {
    if (!looking) {
      looking = true;
      turns
          .run(() -> all(keeper -> keeper.saves().look()))
          .onFailure(cause -> LOG.warn("configuration not looked at: {}", cause.toString()))
          .onComplete(done -> looking = false);
    }
  }

  private void follow() {
    if (!following) {
      following = true;
      heardSince = false;
      turns
          .run(() -> all(keeper -> keeper.agreement().follow()))
          .onFailure(cause -> LOG.warn("configuration not compared: {}", cause.toString()))
          .onComplete(done -> followed());
    }
  }

  private void followed() {
    following = false;
    if (heardSince) {
      follow();
    }
  }

  private void heard(JsonObject event) {
    if (!bus.node().equals(event.getString("node"))) {
      heardSince = following;
      follow();
    }
  }

  /** One file that fails keeps no other from its turn. */
  private Future<Void> all(Function<ConfigKeeper, Future<Void>> step) {
    Stream<Future<Void>> steps = keepers.values().stream().map(step);
    return Future.join(steps.toList()).mapEmpty();
  }
}
