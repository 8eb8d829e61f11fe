package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.coordinator.OwnedServers.Reclaim;
import dev.omnibus.coordinator.OwnedServers.Release;
import dev.omnibus.coordinator.OwnedServers.Replace;
import dev.omnibus.coordinator.OwnedServers.Step;
import dev.omnibus.coordinator.OwnedServers.Take;
import dev.omnibus.coordinator.life.Wishes;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.coordinator.ways.OwnSessions;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.Severity;
import dev.omnibus.model.Wish;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The berths of the servers in this node's hands: carries out the steps that were decided. */
final class Fleet {

  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  private final Bus bus;
  private final UnaryOperator<String> mask;
  private final Logs logs;
  private final BiFunction<ServerSpec, Signals, Upstream> maker;
  private final Function<ServerSpec, OwnSessions> owning;
  private final Duration patience;
  private final Traces traces;
  private final Vertx vertx;
  private final Wishes wishes;
  private final Map<String, Berth> berths = new TreeMap<>();

  /** Servers with replicas: nothing of theirs runs under their own name. */
  private final Map<String, Signals> groups = new TreeMap<>();

  /**
   * @param owning makes the place for the sessions of single agents
   * @param patience how long the end of one upstream may take
   */
  Fleet(
      Vertx vertx,
      Bus bus,
      Wishes wishes,
      UnaryOperator<String> mask,
      Logs logs,
      Traces traces,
      BiFunction<ServerSpec, Signals, Upstream> maker,
      Function<ServerSpec, OwnSessions> owning,
      Duration patience) {
    this.vertx = vertx;
    this.wishes = wishes;
    this.owning = owning;
    this.bus = bus;
    this.mask = mask;
    this.logs = logs;
    this.traces = traces;
    this.maker = maker;
    this.patience = patience;
  }

  void carryOut(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Take take) {
        take(take);
      } else if (step instanceof Replace replace) {
        replace(replace);
      } else if (step instanceof Reclaim reclaim) {
        reclaim(reclaim);
      } else if (step instanceof Release release) {
        release(release);
      }
    }
  }

  /** The berth of a server in this node's hands. */
  Optional<Berth> berth(String server) {
    return Optional.ofNullable(berths.get(server));
  }

  /** The processes that run for servers of this node now, by the names of those. */
  Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    berths.forEach(
        (name, berth) ->
            berth
                .upstream()
                .map(Upstream::pid)
                .ifPresent(pid -> pid.ifPresent(n -> pids.put(name, n))));
    return pids;
  }

  /** Those that run and say what they take, by the names under which they are owned. */
  Map<String, ServerSpec> reporting() {
    Map<String, ServerSpec> reporting = new TreeMap<>();
    berths.forEach(
        (name, berth) -> {
          if (berth.upstream().isPresent() && berth.spec().metricsUrl() != null) {
            reporting.put(name, berth.spec());
          }
        });
    return reporting;
  }

  /** Something else is wanted of a server, or of a replica. */
  void heed(String server) {
    berths.forEach(
        (name, berth) -> {
          if (Replica.server(name).equals(Replica.server(server))) {
            berth.heed(wishes.of(name));
          }
        });
  }

  /** Ends all sessions and processes; completes when they are gone, or when patience is. */
  Future<Void> close() {
    List<Berth> last = List.copyOf(berths.values());
    berths.clear();
    last.forEach(Berth::drain);
    return Future.join(last.stream().map(Berth::close).toList()).mapEmpty();
  }

  private void take(Take take) {
    LOG.info("server={} taken epoch={}", take.spec().name(), take.epoch());
    place(take.spec(), take.epoch());
  }

  private void place(ServerSpec spec, long epoch) {
    Signals signals = new Signals(bus, spec.name(), mask, logs.of(spec.name()), traces);
    if (spec.isGroup()) {
      groups.put(spec.name(), signals);
      signals.owned(spec, epoch);
    } else {
      Wish wish = wishes.of(spec.name());
      Berth berth = new Berth(vertx, signals, wish, maker, owning, patience);
      berths.put(spec.name(), berth);
      berth.define(spec, epoch);
    }
  }

  /** One may become several, and several one: then the old one goes first. */
  private void replace(Replace replace) {
    ServerSpec spec = replace.spec();
    if (spec.isGroup() != groups.containsKey(spec.name())) {
      leave(spec.name());
      place(spec, replace.epoch());
    } else if (spec.isGroup()) {
      groups.get(spec.name()).owned(spec, replace.epoch());
    } else {
      berths.get(spec.name()).define(spec, replace.epoch());
    }
  }

  private void reclaim(Reclaim reclaim) {
    ServerSpec spec = reclaim.spec();
    if (spec.isGroup()) {
      groups.get(spec.name()).owned(spec, reclaim.epoch());
    } else {
      berths.get(spec.name()).reclaim(reclaim.epoch());
    }
  }

  private void release(Release release) {
    LOG.info("server={} released removed={}", release.server(), release.removed());
    leave(release.server());
    if (release.removed() && !Replica.isReplica(release.server())) {
      bus.publish(
          Addresses.EVENT_SERVER_REMOVED,
          "mcp_removed",
          Severity.INFO.word(),
          new JsonObject().put("server", release.server()));
    }
  }

  private void leave(String server) {
    Signals group = groups.remove(server);
    if (group != null) {
      group.released();
      return;
    }
    Berth berth = berths.remove(server);
    berth.release();
    berth.close();
  }
}
