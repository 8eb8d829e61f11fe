package dev.omnibus.tracing;

import dev.omnibus.config.TracesConfig;
import dev.omnibus.tracing.Called.Part;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where the rooms of a node take the times of calls and leave them when a call is over. Nothing
 * here waits or fails. It decides what is kept; who keeps it, it does not know.
 */
public final class Traces {

  private static final long NO_PARENT = 0;

  /** Hears of each call that is kept, on the loop of that call. */
  public interface Keeper {
    void keep(CallTrace trace, Kept why);
  }

  private final boolean on;
  private final Sampling sampling;
  private final Attic attic = new Attic();
  private final Set<CallTrace> serving = ConcurrentHashMap.newKeySet();
  private final List<Supplier<Stream<CallTrace>>> underWay = new CopyOnWriteArrayList<>();
  private volatile Keeper keeper = (trace, why) -> {};

  public Traces(TracesConfig config) {
    this.on = config.on();
    this.sampling = new Sampling(config);
    underWay.add(serving::stream);
  }

  /** Where nothing is kept. */
  public static Traces none() {
    return new Traces(TracesConfig.off());
  }

  /** There is one who keeps what is to be kept. */
  public void onKept(Keeper young) {
    keeper = young;
  }

  /** Who says what else is under way; asked on any thread. */
  public void alsoUnderWay(Supplier<Stream<CallTrace>> source) {
    underWay.add(source);
  }

  /**
   * A call of an agent begins.
   *
   * @param told the agent's {@code traceparent}, whatever it is; null for none
   * @param tool null where none is called
   */
  public CallTrace call(String told, String server, String method, String tool, String caller) {
    long now = System.nanoTime();
    TraceContext parent = TraceContext.parse(told);
    TraceContext young = TraceContext.fresh();
    TraceContext own = parent == null ? young : parent.at(young.span());
    Kept head = on ? sampling.before(server, own, parent, now) : null;
    if (head != null && parent == null) {
      own = new TraceContext(own.high(), own.low(), own.span(), true);
    }
    return new CallTrace(
        new Called(Part.CALL, server, null, method, tool, caller),
        own,
        parent == null ? NO_PARENT : parent.span(),
        head,
        now,
        on);
  }

  /**
   * A call came to the owner of its server.
   *
   * @param told what {@link CallTrace#forOwner} said at the node that it came from
   * @param replica null where the server is but one
   * @param tool null where none is called
   */
  public CallTrace serve(String told, String server, String replica, String method, String tool) {
    TraceContext parent = TraceContext.parse(told);
    TraceContext own = parent == null ? TraceContext.fresh() : parent;
    CallTrace trace =
        new CallTrace(
            new Called(Part.SERVE, server, replica, method, tool, null),
            own,
            parent == null ? NO_PARENT : CallTrace.hopOf(own.span()),
            own.sampled() ? Kept.SAMPLED : null,
            System.nanoTime(),
            on);
    if (on) {
      serving.add(trace);
    }
    return trace;
  }

  /** Somebody will look at this call: it is kept, as long as not very many are looked at. */
  public void want(CallTrace trace) {
    if (on && trace.head() == null && sampling.wanted(trace.called().server(), System.nanoTime())) {
      trace.want(Kept.ASKED);
    }
  }

  /** A call ended; whether it is kept. */
  public boolean over(CallTrace trace, boolean failed, String outcome) {
    return on
        && trace != CallTrace.NONE
        && trace.ended() == null
        && over(trace, new Ended(System.nanoTime(), failed, outcome));
  }

  private boolean over(CallTrace trace, Ended ended) {
    trace.end(ended);
    boolean served = serving.remove(trace);
    Kept why = sampling.after(trace.called().server(), trace.head(), ended, trace.began());
    if (why != null) {
      keeper.keep(trace, why);
    } else if (served) {
      attic.put(trace);
    }
    return why != null;
  }

  /** The node that an agent asked keeps its part of a call that was, or is, served here. */
  public void keepServed(TraceContext wanted) {
    attic.take(wanted).ifPresent(trace -> keeper.keep(trace, Kept.SAMPLED));
    serving.stream()
        .filter(trace -> trace.own().span() == wanted.span() && trace.own().low() == wanted.low())
        .forEach(trace -> trace.want(Kept.SAMPLED));
  }

  /**
   * The trace of the one call that is served here by this server, or replica; null when there is
   * none, or more than one.
   */
  public String onlyServed(String name) {
    String only = null;
    for (CallTrace trace : serving) {
      if (trace.called().by().equals(name)) {
        if (only != null) {
          return null;
        }
        only = trace.own().trace();
      }
    }
    return only;
  }

  /** Calls that go on. */
  public Stream<CallTrace> underWay() {
    return underWay.stream().flatMap(Supplier::get);
  }
}
