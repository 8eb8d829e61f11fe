package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Channel;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.NoTask;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.mcp.wire.Parcel.Kind;
import dev.omnibus.model.Replica;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Stage;
import dev.omnibus.tracing.Traces;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way of an agent as the owner sees it: what it has under way, what it wants to hear, and the
 * channel to it. Who else is there, it does not know.
 */
final class Guest {

  private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

  /** Answers that a node does not fetch; more than this and it does not live. */
  private static final long MOST_WAITING = 64L << 20;

  /** Of a tool that an agent made up. */
  private static final int LONGEST_NAME = 128;

  private final String server;
  private final String agent;
  private final Channel channel;
  private final JsonObject capabilities;
  private final UnaryOperator<String> mask;
  private final Traces traces;
  private final Map<Integer, Passage> passages = new LinkedHashMap<>();
  final Set<String> subscriptions = new HashSet<>();
  LogLevel level;
  private boolean hears;
  private long lost;

  /**
   * @param agent what its agent is known by
   * @param capabilities of the agent, as it declared them
   * @param mask hides secrets
   */
  Guest(
      String server,
      String agent,
      Channel channel,
      JsonObject capabilities,
      UnaryOperator<String> mask,
      Traces traces) {
    this.server = server;
    this.agent = agent;
    this.channel = channel;
    this.capabilities = capabilities;
    this.mask = mask;
    this.traces = traces;
  }

  /** What its agent is known by; the agent may have other ways. */
  String agent() {
    return agent;
  }

  /** A request of it as the server may get it: a task of anybody would be everybody's. */
  Envelope asked(Envelope request) {
    return agent.equals(Terminal.ANYBODY) ? NoTask.of(request) : request;
  }

  Channel channel() {
    return channel;
  }

  /** Whether its agent said that it can do what this request of the server asks for. */
  boolean can(Envelope request) {
    return switch (request.method()) {
      case "sampling/createMessage" ->
          has("sampling") && (request.at("params", "tools") == null || has("sampling", "tools"));
      case "elicitation/create" ->
          has("elicitation")
              && (!"url".equals(request.text("params", "mode")) || has("elicitation", "url"));
      case "roots/list" -> has("roots");
      default -> true;
    };
  }

  private boolean has(String what) {
    return capabilities.getValue(what) instanceof JsonObject;
  }

  private boolean has(String what, String detail) {
    return capabilities.getJsonObject(what).containsKey(detail);
  }

  boolean hears() {
    return hears;
  }

  void hears(boolean on) {
    hears = on;
  }

  /**
   * @param context what its node says of the trace that it belongs to; may be empty
   */
  Passage begin(int flight, Envelope request, String context) {
    CallTrace trace =
        context.isEmpty()
            ? CallTrace.NONE
            : traces.serve(
                context,
                Replica.server(server),
                Replica.isReplica(server) ? server : null,
                request.method(),
                tool(request));
    Passage passage = new Passage(flight, request.id(), trace);
    passages.put(flight, passage);
    return passage;
  }

  private static String tool(Envelope request) {
    String name = "tools/call".equals(request.method()) ? request.text("params", "name") : null;
    return name == null || name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  Collection<Passage> passages() {
    return passages.values();
  }

  Passage passage(int flight) {
    return passages.get(flight);
  }

  /** The passage of a request by the id its agent gave it, or null. */
  Passage byId(String id) {
    return passages.values().stream().filter(p -> p.id.equals(id)).findFirst().orElse(null);
  }

  /** The one that began last, or null. */
  Passage newest() {
    Passage last = null;
    for (Passage passage : passages.values()) {
      last = passage;
    }
    return last;
  }

  /** False when there was nothing of it any more. */
  boolean drop(Passage passage) {
    traces.over(passage.trace(), false, "cancelled"); // unless it was over already
    return passages.remove(passage.flight, passage);
  }

  /** A message on account of a passage; false when it was lost because nobody fetches. */
  boolean message(Passage passage, Envelope message) {
    passage.trace().reached(Stage.STREAM);
    return say(passage, Parcel.of(Kind.MESSAGE, passage.flight, message.bytes()));
  }

  void response(Passage passage, Envelope reply) {
    if (!passages.containsKey(passage.flight)) {
      return;
    }
    boolean refused = reply.type() == Envelope.Type.ERROR;
    boolean sorry = !refused && "true".equals(reply.raw("result", "isError"));
    traces.over(passage.trace(), refused || sorry, refused ? "protocol" : sorry ? "tool" : "ok");
    if (channel.waiting() > MOST_WAITING) {
      String text = "the answer is not fetched";
      failed(passage, McpException.of(McpException.Kind.TOO_LARGE, text), true);
    } else {
      last(passage, Parcel.of(Kind.RESPONSE, passage.flight, reply.bytes()));
    }
  }

  void failed(Passage passage, Throwable why, boolean sent) {
    if (passages.containsKey(passage.flight)) {
      traces.over(passage.trace(), true, "transport");
      last(passage, Trouble.parcel(passage.flight, why, sent, mask));
    }
  }

  /** A held passage stays until its last word was said. */
  private void last(Passage passage, Parcel parcel) {
    say(passage, parcel);
    if (!passage.isHeld()) {
      drop(passage);
    }
  }

  /** A message on nobody's account. */
  boolean message(Envelope message) {
    if (channel.isFull()) {
      lost();
      return false;
    }
    channel.send(Parcel.of(Kind.MESSAGE, 0, message.bytes()).toBuffer());
    return true;
  }

  void renewed(long generation, JsonObject described) {
    channel.send(Parcel.of(Kind.RENEWED, 0, generation, described.encode()).toBuffer());
  }

  /** The agent's node wants more of a passage, or less. */
  void hold(int flight, boolean on) {
    Passage passage = passages.get(flight);
    if (passage == null) {
      return;
    }
    passage.hold(on);
    Parcel parcel = on ? null : passage.next();
    while (parcel != null) {
      channel.send(parcel.toBuffer());
      if (parcel.kind() != Kind.MESSAGE) {
        drop(passage);
      }
      parcel = passage.next();
    }
  }

  private boolean say(Passage passage, Parcel parcel) {
    if (!passages.containsKey(passage.flight)) {
      return false;
    }
    boolean kept;
    if (passage.isHeld()) {
      kept = passage.keep(parcel);
    } else {
      kept = parcel.kind() != Kind.MESSAGE || !channel.isFull();
      if (kept) {
        channel.send(parcel.toBuffer());
      }
    }
    if (!kept) {
      lost();
    }
    return kept;
  }

  private void lost() {
    lost++;
    if (Long.bitCount(lost) == 1) {
      LOG.warn("server={} messages dropped={} reason=the agent is slow", server, lost);
    }
  }
}
