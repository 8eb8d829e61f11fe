package dev.omnibus.tracing;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Splice;
import java.util.HashMap;
import java.util.Map;

/**
 * The trace context that stands in a message, there and for a server that looks for it in headers.
 */
public final class TraceHeaders {

  public static final String PARENT = "traceparent";
  public static final String STATE = "tracestate";

  /**
   * Where an answer says in which trace its call was: no header of its own has become a standard,
   * and this metric is what those who look for one look for.
   */
  public static final String TIMING = "Server-Timing";

  /** What every participant has to pass on of a trace's state (W3C Trace Context, 3.3.1.5). */
  public static final int MOST_STATE = 512;

  private TraceHeaders() {}

  /** Those that the message has; only what may stand in a header. */
  public static Map<String, String> of(Envelope message) {
    String parent = message.text("params", "_meta", PARENT);
    TraceContext context = TraceContext.parse(parent);
    if (context == null) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(PARENT, context.text());
    String state = message.text("params", "_meta", STATE);
    if (state != null && isSayable(state)) {
      headers.put(STATE, state);
    }
    return headers;
  }

  /** The same; where there are none, that of the call itself. */
  public static Map<String, String> of(Envelope message, CallTrace trace) {
    Map<String, String> headers = of(message);
    return headers.isEmpty() && trace != CallTrace.NONE
        ? Map.of(PARENT, trace.own().text())
        : headers;
  }

  /** The value of {@link #TIMING}: {@code traceparent;desc="00-4bf9..-00f0..-01"}. */
  public static String timing(CallTrace trace) {
    return "traceparent;desc=\"" + trace.own().text() + "\"";
  }

  /** A request that names its trace, as the server gets it: in the span that asks the server. */
  public static Envelope onward(Envelope request, CallTrace trace) {
    if (request.at("params", "_meta", PARENT) == null) {
      return request;
    }
    Splice splice = request.splice().replaceText(trace.onward().text(), "params", "_meta", PARENT);
    boolean foreign = !trace.hasParent() && request.at("params", "_meta", STATE) != null;
    return (foreign ? splice.remove("params", "_meta", STATE) : splice).toEnvelope();
  }

  private static boolean isSayable(String state) {
    return state.length() <= MOST_STATE && state.chars().allMatch(c -> c >= ' ' && c < 127);
  }
}
