package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A tool that was called and runs in the background: what it says on its way, what it asks, and how
 * it ended. Each change has a number, so that who looks again gets what is new. It lives on the
 * desk's loop.
 */
final class Run implements Errand.Sender {

  private static final int MOST_A_SECOND = 200;

  private final Wanted wanted;
  private final Clock clock;
  private final Consumer<Run> changed;
  private final long began = System.nanoTime();
  private final Transcript transcript = new Transcript();
  private final Gate gate = new Gate(MOST_A_SECOND);
  private final Questions questions = new Questions();
  private Errand errand;
  private String trace;
  private RunState state = RunState.RUNNING;
  private Outcome outcome;
  private JsonObject progress;
  private Outcomes end = Outcomes.NONE;
  private Instant endedAt;
  private Duration took;
  private long revision;
  private Runnable atEnd = () -> {};

  /** What somebody wants to be called, and since when. */
  record Wanted(
      String id, Caller caller, String server, String tool, JsonObject arguments, Instant at) {}

  /**
   * @param changed told of each change, before anybody else
   */
  Run(Wanted wanted, Clock clock, Consumer<Run> changed) {
    this.wanted = wanted;
    this.clock = clock;
    this.changed = changed;
  }

  /** To be done when it is over. */
  void atEnd(Runnable task) {
    atEnd = task;
  }

  void start(Seat seat) {
    JsonObject params = new JsonObject().put("name", tool()).put("arguments", wanted.arguments());
    errand = seat.send("tools/call", params, this);
  }

  @Override
  public void begins(String known) {
    trace = known;
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
    if (!questions.take(question)) {
      from.refuse(question.id(), question.method());
      note(new JsonObject().put("kind", "refused").put("method", question.method()));
      return;
    }
    state = RunState.ASKING;
    note(questions.add(question).put("kind", "question"));
  }

  private JsonObject withdrawn(Envelope notification) {
    String name = questions.withdrawn(notification.raw("params", "requestId"));
    if (name == null) {
      return null;
    }
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
    Questions.Question open = questions.answered(question);
    errand.answer(open.id(), open.result(action, content));
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

  Wanted wanted() {
    return wanted;
  }

  /** The same, and the trace that it goes by, if it goes anywhere yet. */
  JsonObject traced(JsonObject json) {
    return trace == null ? json : json.put("trace", trace);
  }

  String id() {
    return wanted.id();
  }

  Caller caller() {
    return wanted.caller();
  }

  String server() {
    return wanted.server();
  }

  String tool() {
    return wanted.tool();
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

  /** {@code {"progress":3,"total":10,"message":"3 of 10"}}; null when it never said. */
  JsonObject progress() {
    return progress;
  }

  Transcript transcript() {
    return transcript;
  }

  Questions questions() {
    return questions;
  }

  /** Null while it is under way. */
  Instant endedAt() {
    return endedAt;
  }

  /** How many characters are kept for it. */
  long chars() {
    return transcript.chars() + end.chars() + 1_000L;
  }

  Outcomes end() {
    return end;
  }

  /** As its user is shown it. */
  RunView view() {
    return new RunView(this);
  }
}
