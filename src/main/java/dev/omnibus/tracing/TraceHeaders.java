package dev.omnibus.tracing;

import dev.omnibus.mcp.wire.Envelope;
import java.util.HashMap;
import java.util.Map;

/** The trace context that stands in a message, for a server that looks for it in headers. */
public final class TraceHeaders {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  /** What every participant has to pass on of a trace's state (W3C Trace Context, 3.3.1.5). */
  public static final int MOST_STATE = 512;

  private TraceHeaders() {}

  /** Those that the message has; only what may stand in a header. */
  public static Map<String, String> of(Envelope message) {
    String parent = message.text("params", "_meta", PARENT);
    if (TraceContext.parse(parent) == null) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(PARENT, parent);
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

  private static boolean isSayable(String state) {
    return state.length() <= MOST_STATE && state.chars().allMatch(c -> c >= ' ' && c < 127);
  }
}
