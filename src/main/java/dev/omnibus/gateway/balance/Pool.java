package dev.omnibus.gateway.balance;

import dev.omnibus.config.BalanceConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * The replicas of one server, and which of them is asked next: of those that may be asked the one
 * with the least under way for its share. When too few may be asked all are, but for those that
 * somebody put to rest; a few that are overrun help nobody. It knows no server, no socket and no
 * clock; any thread may ask, and none waits.
 */
public final class Pool {

  private final BalanceConfig config;
  private final Function<String, Availability> availability;
  private volatile Endpoint[] endpoints = {};

  /**
   * @param availability of a replica by its name, as the fleet has it now
   */
  public Pool(BalanceConfig config, Function<String, Availability> availability) {
    this.config = config;
    this.availability = availability;
  }

  /** Its replicas are these now; who stays keeps what is known of it. */
  public synchronized void set(List<String> names) {
    Map<String, Endpoint> known = new HashMap<>();
    for (Endpoint one : endpoints) {
      known.put(one.name(), one);
    }
    boolean young = endpoints.length > 0;
    endpoints =
        names.stream()
            .map(name -> known.getOrDefault(name, new Endpoint(name, config, young)))
            .toArray(Endpoint[]::new);
  }

  /** The best for something new; null when all are at rest. */
  public Pick pick(long now) {
    return pick(now, Set.of());
  }

  /**
   * The best beside those that were tried; one of those when there is no other.
   *
   * @return null when all are at rest
   */
  public Pick pick(long now, Collection<String> tried) {
    return pick(now, tried, config.panicPercent());
  }

  /** The same for a session that has to leave its own: one that is well, however few they are. */
  public Pick refuge(long now, Collection<String> tried) {
    return pick(now, tried, 0);
  }

  private Pick pick(long now, Collection<String> tried, int panicPercent) {
    Endpoint[] all = endpoints;
    Choice choice = new Choice(all.length);
    for (Endpoint one : all) {
      Availability is = availability.apply(one.name());
      boolean good = one.look(is, now);
      if (is != Availability.RESTS) {
        choice.add(one, good, tried.contains(one.name()));
      }
    }
    Endpoint best = choice.best(panicPercent, now);
    return best == null ? null : begin(best);
  }

  /**
   * The same one as before if it still may be asked, or if none of the others is any better; else
   * null.
   */
  public Pick keep(String name, long now) {
    Endpoint one = of(name);
    if (one == null) {
      return null;
    }
    Availability is = availability.apply(name);
    boolean stays = one.look(is, now) || is != Availability.RESTS && !hasOthers(Set.of(name), now);
    return stays ? begin(one) : null;
  }

  /** This one, however it is: it is talked with already; null when it is none of these. */
  public Pick at(String name) {
    Endpoint one = of(name);
    return one == null ? null : begin(one);
  }

  private Pick begin(Endpoint one) {
    one.begin();
    return new Pick(this, one);
  }

  private Endpoint of(String name) {
    for (Endpoint one : endpoints) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  /** Whether one may be asked that was not tried. */
  public boolean hasOthers(Collection<String> tried, long now) {
    for (Endpoint one : endpoints) {
      if (!tried.contains(one.name()) && one.look(availability.apply(one.name()), now)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a replica may be asked now. */
  public boolean isGood(String name, long now) {
    Endpoint one = of(name);
    return one != null && one.look(availability.apply(name), now);
  }

  /** Whether nothing new is sent to a replica, because somebody put it to rest. */
  public boolean rests(String name) {
    return availability.apply(name) == Availability.RESTS;
  }

  /** How much is under way at each, by their names. */
  public Map<String, Integer> underWay() {
    Map<String, Integer> all = new HashMap<>();
    for (Endpoint one : endpoints) {
      all.put(one.name(), one.inFlight());
    }
    return all;
  }

  int inFlight(String name) {
    return of(name).inFlight();
  }

  /** Not more than so many: what looks like all of them being broken may be this node's own net. */
  void eject(Endpoint one, long now) {
    Endpoint[] all = endpoints;
    int out = 0;
    for (Endpoint other : all) {
      out += other != one && other.isEjected(now) ? 1 : 0;
    }
    int most = Math.max(1, all.length * config.maxEjectedPercent() / 100);
    if (out < most && all.length > 1) {
      one.eject(now);
    }
  }

  /** Those that may be asked at one moment. */
  private static final class Choice {
    private final Endpoint[] present;
    private final boolean[] good;
    private final boolean[] tried;
    private int count;
    private int healthy;

    Choice(int most) {
      present = new Endpoint[most];
      good = new boolean[most];
      tried = new boolean[most];
    }

    void add(Endpoint one, boolean isGood, boolean wasTried) {
      present[count] = one;
      good[count] = isGood;
      tried[count] = wasTried;
      count++;
      healthy += isGood ? 1 : 0;
    }

    Endpoint best(int panicPercent, long now) {
      if (count == 0) {
        return null;
      }
      boolean panic = healthy == 0 || healthy * 100 < panicPercent * count;
      Endpoint fresh = least(panic, false, now);
      fresh = fresh == null ? least(true, false, now) : fresh;
      return fresh == null ? least(panic, true, now) : fresh;
    }

    /** From a place of no meaning on, so that equals take turns. */
    private Endpoint least(boolean all, boolean again, long now) {
      int from = ThreadLocalRandom.current().nextInt(count);
      Endpoint best = null;
      double lowest = Double.MAX_VALUE;
      for (int i = 0; i < count; i++) {
        int at = (from + i) % count;
        if ((all || good[at]) && (again || !tried[at])) {
          double load = (present[at].inFlight() + 1) / present[at].weight(now);
          if (load < lowest) {
            lowest = load;
            best = present[at];
          }
        }
      }
      return best;
    }
  }
}
