package dev.omnibus.measure;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is measured: one word each, the same on the bus, in history and on pages. Times are
 * microseconds where nothing else is said, sizes are bytes.
 */
public enum Metric {
  /** Requests of agents, whatever became of them. */
  CALLS("calls", Kind.COUNTER),
  ERRORS_TRANSPORT("errors.transport", Kind.COUNTER),
  ERRORS_TIMEOUT("errors.timeout", Kind.COUNTER),
  /** The server answered with an error. */
  ERRORS_PROTOCOL("errors.protocol", Kind.COUNTER),
  /** The tool says of itself that it failed. */
  ERRORS_TOOL("errors.tool", Kind.COUNTER),
  /** The caller may not. */
  ERRORS_POLICY("errors.policy", Kind.COUNTER),
  /** Too much at once. */
  ERRORS_LIMIT("errors.limit", Kind.COUNTER),
  CANCELLED("cancelled", Kind.COUNTER),
  /** From agents to the server. */
  BYTES_IN("bytes.in", Kind.COUNTER),
  /** From the server to agents. */
  BYTES_OUT("bytes.out", Kind.COUNTER),
  SOCKETS_DELIVERED("sockets.delivered", Kind.COUNTER),
  SOCKETS_DROPPED("sockets.dropped", Kind.COUNTER),
  /** States that gave way to a newer one before a socket that lags could take them. */
  SOCKETS_COALESCED("sockets.coalesced", Kind.COUNTER),
  /** Messages of the event bus that were handed to somebody on this node. */
  BUS_MESSAGES("bus.messages", Kind.COUNTER),
  /** Milliseconds that collectors of garbage took. */
  GC("gc.ms", Kind.COUNTER),
  /** Rows that could not wait in memory and went to a file. */
  STORE_SPILLED("store.spilled", Kind.COUNTER),

  /** Calls that are at the server. */
  IN_FLIGHT("in.flight", Kind.GAUGE),
  /** Calls that wait for a place at the server. */
  QUEUE("queue", Kind.GAUGE),
  /** Place of the state among closed, open, half_open, forced_open, forced_closed. */
  BREAKER("breaker", Kind.GAUGE, Across.GREATEST),
  POOL_OPEN("pool.open", Kind.GAUGE),
  POOL_IDLE("pool.idle", Kind.GAUGE),
  /** Calls whose connection is being made. */
  POOL_WAITING("pool.waiting", Kind.GAUGE),
  /** Of the process of a server, percent of one core. */
  CPU("cpu", Kind.GAUGE),
  RSS("rss", Kind.GAUGE),
  FDS("fds", Kind.GAUGE),
  THREADS("threads", Kind.GAUGE),
  /** Of the machine of a node, percent of all its cores. */
  NODE_CPU("node.cpu", Kind.GAUGE, Across.GREATEST),
  NODE_MEMORY_USED("node.memory.used", Kind.GAUGE),
  NODE_MEMORY_TOTAL("node.memory.total", Kind.GAUGE),
  HEAP_USED("heap.used", Kind.GAUGE),
  HEAP_MAX("heap.max", Kind.GAUGE),
  /** The longest that a task waited for an event loop. */
  LOOP_LAG("loop.lag.ms", Kind.GAUGE, Across.GREATEST),
  SOCKETS_OPEN("sockets.open", Kind.GAUGE),
  SOCKETS_SUBSCRIPTIONS("sockets.subscriptions", Kind.GAUGE),
  /** Bytes that wait for sockets that lag. */
  SOCKETS_QUEUED("sockets.queued", Kind.GAUGE),
  /** Rows that wait to be written. */
  STORE_BACKLOG("store.backlog", Kind.GAUGE),

  /** From an agent's request to the end of its answer. */
  LATENCY("latency", Kind.HISTOGRAM),
  LATENCY_PROBE("latency.probe", Kind.HISTOGRAM);

  /** What a value says. */
  public enum Kind {
    /** What was added in the interval. */
    COUNTER,
    /** How it was at the end of the interval. */
    GAUGE,
    /** How long what ended in the interval took. */
    HISTOGRAM
  }

  /** How the gauges of several nodes become one. */
  public enum Across {
    SUM,
    GREATEST;

    /** Two as one; what nobody knows takes no part. */
    public double together(double one, double other) {
      if (Double.isNaN(one) || Double.isNaN(other)) {
        return Double.isNaN(one) ? other : one;
      }
      return this == SUM ? one + other : Math.max(one, other);
    }
  }

  /** What a gauge is while nobody knows it; all that is known is at least 0. */
  public static final double UNKNOWN = Double.NaN;

  /**
   * Of these there is something as long as there is what they are said of; of other gauges there
   * may be none, and nothing said is none.
   */
  private static final Set<Metric> LEVELS =
      EnumSet.of(
          BREAKER,
          CPU,
          RSS,
          FDS,
          THREADS,
          NODE_CPU,
          NODE_MEMORY_USED,
          NODE_MEMORY_TOTAL,
          HEAP_USED,
          HEAP_MAX,
          LOOP_LAG);

  private static final Map<String, Metric> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(Metric::word, Function.identity()));

  private final String word;
  private final Kind kind;
  private final Across across;

  Metric(String word, Kind kind) {
    this(word, kind, Across.SUM);
  }

  Metric(String word, Kind kind, Across across) {
    this.word = word;
    this.kind = kind;
    this.across = across;
  }

  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }

  /** Counters are always added, and histograms merged. */
  public Across across() {
    return across;
  }

  /** Whether a gauge says that nobody knows it. */
  public static boolean isUnknown(Number value) {
    return value instanceof Double number && number.isNaN();
  }

  /** Whether it is unknown, and not 0, when nobody says it any more. */
  public boolean isLevel() {
    return LEVELS.contains(this);
  }

  /** The metric of a word; an unknown one is an IllegalArgumentException. */
  public static Metric of(String word) {
    Metric known = BY_WORD.get(word);
    if (known == null) {
      throw new IllegalArgumentException("there is no metric '" + word + "'");
    }
    return known;
  }

  /** The same, null when there is none, as a newer node may know more. */
  public static Metric orNull(String word) {
    return BY_WORD.get(word);
  }
}
