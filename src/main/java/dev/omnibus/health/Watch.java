package dev.omnibus.health;

import dev.omnibus.config.HealthConfig;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All servers this node speaks for, and what to tell the fleet about each after every piece of
 * news. It asks the rules, keeps the schedule and counts the revisions; it knows no bus and no
 * clock, and is not for several threads.
 */
final class Watch {

  private final String node;
  private final HealthConfig config;
  private final RandomGenerator random;
  private final ProbeSchedule schedule;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Witnesses witnesses = new Witnesses();

  Watch(String node, HealthConfig config, RandomGenerator random) {
    this.node = node;
    this.config = config;
    this.random = random;
    this.schedule = new ProbeSchedule(config.concurrency(), random);
  }

  /** What is to be done now: probes to send, and events that came of letting them through. */
  record Round(List<Probe> probes, List<HealthEvent> events) {}

  /** A word of the coordinator. Words about servers of others, and late ones, change nothing. */
  List<HealthEvent> signal(ServerSignal signal, Instant now) {
    Watched before = watched.get(signal.server());
    if (before != null && signal.epoch() < before.claim().epoch()) {
      return List.of();
    }
    return switch (signal.kind()) {
      case OWNED -> owned(signal, before, now);
      case RELEASED -> released(signal.server());
      case STARTING, LINKED, LOST, FAILED, DRAINING, ASLEEP, STOPPED, DISABLED ->
          before == null ? List.of() : told(signal, before, now);
    };
  }

  /** The probes that are due and may go. */
  Round due(Instant now) {
    Round round = new Round(new ArrayList<>(), new ArrayList<>());
    schedule.take(now).forEach(server -> admit(server, round, now));
    return round;
  }

  /** The answer to a probe; of an earlier session or a former owner it only frees its place. */
  List<HealthEvent> answered(Probe probe, ProbeSample sample, Instant now) {
    Watched before = watched.get(probe.server());
    if (before == null) {
      schedule.done(probe.server(), Pace.NEVER, false, now);
      return List.of();
    }
    if (before.session() != probe.session()) {
      done(before, now);
      return List.of();
    }
    ServerHealth after =
        HealthRules.after(
            sample, before.health(), probe.generation(), before.config(), now, random.nextDouble());
    Watched next = recounted(before, probe, sample, now).with(after);
    done(next, now);
    return tell(before.health(), next, now);
  }

  /**
   * Calls of agents went wrong: a probe looks at it now instead of when it is due. They prove
   * nothing by themselves, for what one node met with may be its own net, and what one agent met
   * with its own doing. What comes too soon after the last word changes nothing.
   */
  void evidence(String server, Instant now) {
    Watched one = watched.get(server);
    if (one != null && one.health().state().serves() && witnesses.admits(server, now)) {
      schedule.soon(server, now);
    }
  }

  /** An operator's word to a breaker; empty when this node does not speak for the server. */
  Optional<List<HealthEvent>> force(String server, BreakerState wish, Instant now) {
    Watched before = watched.get(server);
    if (before == null) {
      return Optional.empty();
    }
    Watched next = before.with(SignalRules.forced(before.health(), wish, now));
    plan(next, now);
    if (!next.health().breaker().holds() && !next.health().state().atRest()) {
      schedule.soon(server, now);
    }
    List<HealthEvent> events = new ArrayList<>();
    events.add(change(before.health().state(), next, now));
    breaker(before.health(), next, now).ifPresent(events::add);
    return Optional.of(events);
  }

  /** How a server of this node is now. */
  Optional<ServerStatus> status(String server, Instant now) {
    return Optional.ofNullable(watched.get(server)).map(one -> status(one, now));
  }

  int size() {
    return watched.size();
  }

  /** How many probes are due and wait for a place. */
  int overdue() {
    return schedule.overdue();
  }

  private List<HealthEvent> owned(ServerSignal signal, Watched before, Instant now) {
    ServerSpec spec = signal.spec();
    HealthConfig wishes = config.with(spec.probe());
    schedule.put(spec.name(), wishes.interval(), now);
    if (before != null && signal.epoch() == before.claim().epoch()) {
      watched.put(spec.name(), before.with(spec, wishes));
      return List.of();
    }
    Claim claim = new Claim(node, signal.epoch(), 0);
    Watched next =
        before == null ? first(spec, wishes, claim, now) : before.with(spec, wishes).with(claim);
    return List.of(change(next.health().state(), next, now));
  }

  private Watched first(ServerSpec spec, HealthConfig wishes, Claim claim, Instant now) {
    Link link = Link.unopened(spec.transport());
    ServerHealth health = ServerHealth.unknown(link, wishes.breaker(), now);
    return new Watched(spec, wishes, claim, health, 0, Instant.MIN);
  }

  private List<HealthEvent> released(String server) {
    watched.remove(server);
    witnesses.forget(server);
    schedule.remove(server);
    return List.of();
  }

  private List<HealthEvent> told(ServerSignal signal, Watched before, Instant now) {
    ServerHealth after =
        SignalRules.after(signal, before.health(), before.config(), now, random.nextDouble());
    Watched next = before.withNewSession().with(after);
    plan(next, now);
    if (signal.kind() == ServerSignal.Kind.LINKED) {
      schedule.soon(signal.server(), now);
    }
    return tell(before.health(), next, now);
  }

  private void admit(String server, Round round, Instant now) {
    Watched before = watched.get(server);
    Breaker.Admission admission = before.health().breaker().admit(now, random.nextDouble());
    Watched next = before.with(before.health().with(admission.breaker()));
    watched.put(server, next);
    breaker(before.health(), next, now).ifPresent(round.events()::add);
    if (!admission.admitted()) {
      done(next, now);
      return;
    }
    boolean count = !now.isBefore(next.recount());
    long generation = admission.breaker().generation();
    round
        .probes()
        .add(new Probe(server, next.session(), generation, next.config().timeout(), count));
  }

  private Watched recounted(Watched one, Probe probe, ProbeSample sample, Instant now) {
    boolean counted = probe.count() && sample.outcome() == ProbeOutcome.ANSWERED;
    return counted ? one.recountAt(now.plus(one.config().recheck())) : one;
  }

  private void plan(Watched one, Instant now) {
    Pace pace = Pace.of(one.health(), one.config(), now);
    schedule.plan(one.spec().name(), pace, one.health().isSuspect(), now);
  }

  private void done(Watched one, Instant now) {
    Pace pace = Pace.of(one.health(), one.config(), now);
    schedule.done(one.spec().name(), pace, one.health().isSuspect(), now);
  }

  /** Tells what is different now; what looks the same to everybody is not told. */
  private List<HealthEvent> tell(ServerHealth before, Watched next, Instant now) {
    ServerHealth after = next.health();
    watched.put(next.spec().name(), next);
    List<HealthEvent> events = new ArrayList<>();
    if (after.state() != before.state()) {
      events.add(change(before.state(), next, now));
    } else if (after.check() != before.check()) {
      events.add(HealthEvent.check(claimed(next, now)));
    }
    breaker(before, next, now).ifPresent(events::add);
    return events;
  }

  private HealthEvent change(ServerState from, Watched next, Instant now) {
    return HealthEvent.change(from, claimed(next, now));
  }

  private static Optional<HealthEvent> breaker(ServerHealth before, Watched next, Instant now) {
    Breaker from = before.breaker();
    Breaker to = next.health().breaker();
    return from.state() == to.state()
        ? Optional.empty()
        : Optional.of(HealthEvent.breaker(next.spec().name(), from, to, to.status(now)));
  }

  /** Keeps the server under the next revision of its claim, and says how it is under that. */
  private ServerStatus claimed(Watched next, Instant now) {
    Watched counted = next.with(next.claim().next());
    watched.put(next.spec().name(), counted);
    return status(counted, now);
  }

  private ServerStatus status(Watched one, Instant now) {
    return one.health().status(one.spec(), one.claim(), schedule.next(one.spec().name()), now);
  }
}
