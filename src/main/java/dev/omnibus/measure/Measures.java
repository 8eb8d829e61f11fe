package dev.omnibus.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All that this node measures. Rooms count calls into it and offer what they know now; once a
 * second somebody takes what changed. It knows no clock and no bus.
 */
public final class Measures {

  private final boolean on;
  private final Calls calls;
  private final Gauges gauges = new Gauges();
  private final List<Consumer<Tick>> ears = new CopyOnWriteArrayList<>();

  /**
   * @param on whether anything is measured at all
   * @param mostTools how many tools have a row of their own, of all servers together
   */
  public Measures(boolean on, int mostTools) {
    this.on = on;
    this.calls = new Calls(mostTools);
  }

  /** Of a node that measures nothing. */
  public static Measures off() {
    return new Measures(false, 1);
  }

  public boolean isOn() {
    return on;
  }

  /** One call that ended. On any thread. */
  public void ended(Ended call) {
    if (on) {
      calls.ended(call);
    }
  }

  /** The answer to a probe took so long. On any thread. */
  public void probed(SeriesKey key, long micros) {
    if (on) {
      calls.probed(key, micros);
    }
  }

  /** Is asked once a second from now on. */
  public void source(Source source) {
    gauges.add(source);
  }

  /** Hears each tick of this node, whole, where it is taken. */
  public void onTick(Consumer<Tick> ear) {
    ears.add(ear);
  }

  /** What changed since the last time, told to all who hear it. For one who does it. */
  public Tick take(long second) {
    Map<SeriesKey, Row> rows = new HashMap<>();
    gauges.take(second, key -> rows.computeIfAbsent(key, Row::new));
    calls.take(row -> rows.merge(row.key(), row, Row::with));
    Tick tick = new Tick(second, new ArrayList<>(new TreeMap<>(rows).values()));
    ears.forEach(ear -> ear.accept(tick));
    return tick;
  }

  /** What sources said last, by series; NaN is unknown. On any thread, and not to be changed. */
  public Map<SeriesKey, Map<Metric, Double>> gauges() {
    return gauges.last();
  }

  /** The same of one series; null when nobody knows it. */
  public Double gauge(SeriesKey key, Metric metric) {
    Double said = gauges().getOrDefault(key, Map.of()).get(metric);
    return said == null || said.isNaN() ? null : said;
  }

  /**
   * The configuration has these now.
   *
   * @param owned names of servers, and of replicas where a server has some
   */
  public void retain(Set<String> owned) {
    calls.retain(owned);
    gauges.know(
        owned.stream().map(SeriesKey::owned).collect(Collectors.toUnmodifiableSet())::contains);
  }

  /** How many series calls are counted in. */
  public int series() {
    return calls.series();
  }
}
