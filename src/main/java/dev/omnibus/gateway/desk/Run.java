package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A tool that was called and runs in the background: what it says on its way, what it asks, and how
 * it ended. Each change has a number, so that who looks again gets what is new. It lives on the
 * desk's loop.
 */
final class Run implements Errand.Sender {

  private static final int MOST_QUESTIONS = 20;
  private static final int MOST_A_SECOND = 200;

  private final String id;
  private final Caller caller;
  private final String server;
  private final String tool;
  private final JsonObject arguments;
  private final Clock clock;
  private final Consumer<Run> changed;
  private final Instant startedAt;
  private final long began = System.nanoTime();
  private final Transcript transcript = new Transcript();
  private final Gate gate = new Gate(MOST_A_SECOND);
  private final Map<String, Question> questions = new LinkedHashMap<>();
  private Errand errand;
  private RunState state = RunState.RUNNING;
  private Outcome outcome;
  private JsonObject progress;
  private Outcomes end = Outcomes.NONE;
  private Instant endedAt;
  private Duration took;
  private long revision;
  private long lastQuestion;
  private Runnable atEnd = () -> {};

  private record Question(String id, JsonObject asked) {}

  /**
   * @param changed told of each change, before anybody else
   */
  Run(
      String id,
      Caller caller,
      String server,
      String tool,
      JsonObject arguments,
      Clock clock,
      Consumer<Run> changed) {
    this.id = id;
    this.caller = caller;
    this.server = server;
    this.tool = tool;
    this.arguments = arguments;
    this.clock = clock;
    this.changed = changed;
    this.startedAt = clock.instant();
  }

  /** To be done when it is over. */
  void atEnd(Runnable task) {
    atEnd = task;
  }

  void start(Seat seat) {
    errand =
        seat.send(
            "tools/call", new JsonObject().put("name", tool).put("arguments", arguments), this);
  }

  // --- what the server says

  /** Of a server that says very much, some a second are taken and the rest only counted. */
  @Override
  public void told(Envelope notification) {
    if (!gate.opens(System.nanoTime())) {
      transcript.drop();
      return;
    }
    JsonObject entry =
        switch (notification.method()) {
          case "notifications/progress" -> progress(notification);
          case "notifications/message" -> Entries.log(notification);
          case "notifications/cancelled" -> withdrawn(notification);
          default -> null;
        };
    if (entry != null) {
      note(entry);
    }
  }

  private JsonObject progress(Envelope notification) {
    progress = Entries.progress(notification);
    if (progress.containsKey("message")) {
      return progress.copy().put("kind", "progress");
    }
    changed();
    return null;
  }

  @Override
  public void asked(Errand from, Envelope question) {
    boolean known = "elicitation/create".equals(question.method());
    if (!known || questions.size() >= MOST_QUESTIONS) {
      from.refuse(question.id(), question.method());
      note(new JsonObject().put("kind", "refused").put("method", question.method()));
      return;
    }
    String name = Long.toString(++lastQuestion);
    JsonObject asked = Entries.question(name, question);
    questions.put(name, new Question(question.id(), asked));
    state = RunState.ASKING;
    note(asked.copy().put("kind", "question"));
  }

  /** The server does not want to know any more. */
  private JsonObject withdrawn(Envelope notification) {
    String meant = notification.raw("params", "requestId");
    String name =
        questions.entrySet().stream()
            .filter(entry -> entry.getValue().id().equals(meant))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    if (name == null) {
      return null;
    }
    questions.remove(name);
    goOn();
    return new JsonObject().put("kind", "withdrawn").put("question", name);
  }

  @Override
  public void replied(Envelope reply) {
    if (reply.type() == Envelope.Type.ERROR) {
      end(RunState.FAILED, Outcome.PROTOCOL, Outcomes.error(Verdict.of(reply)));
    } else {
      boolean failed = "true".equals(reply.raw("result", "isError"));
      Outcomes result = Outcomes.result(reply.raw("result"));
      end(RunState.FINISHED, failed ? Outcome.TOOL : Outcome.OK, result);
    }
  }

  @Override
  public void failed(Mishap mishap) {
    Outcome kind =
        mishap.isTimeout()
            ? Outcome.TIMEOUT
            : mishap.isLimit()
                ? Outcome.LIMIT
                : mishap.isOurs() ? Outcome.POLICY : Outcome.TRANSPORT;
    end(RunState.FAILED, kind, Outcomes.error(Verdict.of(mishap)));
  }

  // --- what the user says

  /**
   * @param action {@code accept}, {@code decline} or {@code cancel}
   * @param content for {@code accept} of a form; null for none
   */
  void answer(String question, String action, JsonObject content) {
    Question open = questions.remove(question);
    if (open == null) {
      throw Failure.CONFLICT.because("this question is answered already, or was withdrawn");
    }
    JsonObject result = new JsonObject().put("action", action);
    boolean form = !"url".equals(open.asked().getString("mode"));
    if ("accept".equals(action) && form) {
      result.put("content", content == null ? new JsonObject() : content);
    }
    errand.answer(open.id(), result);
    goOn();
    note(new JsonObject().put("kind", "answered").put("question", question).put("action", action));
  }

  private void goOn() {
    if (!state.isOver() && questions.isEmpty()) {
      state = RunState.RUNNING;
    }
  }

  /** Stops it at the server; false when it was over. */
  boolean cancel(String reason) {
    return stop(RunState.CANCELLED, Outcome.CANCELLED, Outcomes.NONE, reason);
  }

  /** Its user may not have it any more. */
  void forbid() {
    stop(
        RunState.FAILED,
        Outcome.POLICY,
        Outcomes.error(Verdict.ours(401, "this is not permitted any more")),
        "not permitted any more");
  }

  /** The time that its user gave it is up. */
  void expire() {
    stop(
        RunState.FAILED,
        Outcome.TIMEOUT,
        Outcomes.error(Verdict.ours(504, "not done in the time that it was given")),
        "timeout");
  }

  /** It may go on at the server, and nobody will hear how it ends. */
  void lose(String why) {
    stop(RunState.LOST, Outcome.TRANSPORT, Outcomes.error(Verdict.ours(503, why)), why);
  }

  private boolean stop(RunState last, Outcome how, Outcomes with, String reason) {
    if (state.isOver() || errand == null || !errand.cancel(reason)) {
      return false;
    }
    end(last, how, with);
    return true;
  }

  private void end(RunState last, Outcome how, Outcomes with) {
    if (state.isOver()) {
      return;
    }
    state = last;
    outcome = how;
    end = with;
    endedAt = clock.instant();
    took = Duration.ofNanos(System.nanoTime() - began);
    questions.clear();
    atEnd.run();
    changed();
  }

  private void note(JsonObject entry) {
    if (!state.isOver()) {
      transcript.add(revision + 1, entry.put("at", clock.instant().toString()));
      changed();
    }
  }

  private void changed() {
    revision++;
    changed.accept(this);
  }

  // --- who asks

  String id() {
    return id;
  }

  Caller caller() {
    return caller;
  }

  String server() {
    return server;
  }

  String tool() {
    return tool;
  }

  RunState state() {
    return state;
  }

  Outcome outcome() {
    return outcome;
  }

  long revision() {
    return revision;
  }

  Duration took() {
    return took == null ? Duration.ofNanos(System.nanoTime() - began) : took;
  }

  /** Numbers only: {@code {"progress":3,"total":10}}. */
  JsonObject steps() {
    JsonObject steps = new JsonObject();
    if (progress != null) {
      steps.mergeIn(progress).remove("message");
    }
    return steps;
  }

  /** How many characters are kept for it. */
  long chars() {
    return transcript.chars() + end.chars() + 1_000L;
  }

  Outcomes end() {
    return end;
  }

  /** In one line of a list. */
  JsonObject brief(String node) {
    JsonObject json =
        new JsonObject()
            .put("call", id)
            .put("node", node)
            .put("server", server)
            .put("tool", tool)
            .put("caller", caller.user())
            .put("state", state.word())
            .put("startedAt", startedAt.toString())
            .put("ms", took().toMillis())
            .put("revision", revision);
    if (endedAt != null) {
      json.put("endedAt", endedAt.toString());
    }
    return outcome == null ? json : json.put("outcome", outcome.word());
  }

  /**
   * All of it.
   *
   * @param after the revision that is known already; 0 for none
   */
  JsonObject whole(String node, long after) {
    JsonArray open = new JsonArray();
    questions.values().forEach(question -> open.add(question.asked().copy()));
    JsonObject json =
        brief(node)
            .put("entries", transcript.after(after))
            .put("dropped", transcript.dropped())
            .put("questions", open);
    if (progress != null) {
      json.put("progress", progress.copy());
    }
    if (after == 0) {
      json.put("arguments", arguments);
    }
    return end.into(json);
  }
}
