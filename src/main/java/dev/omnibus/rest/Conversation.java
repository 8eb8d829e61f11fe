package dev.omnibus.rest;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Visible;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.contract.Admission;
import dev.omnibus.contract.Definition;
import dev.omnibus.contract.Objection;
import dev.omnibus.contract.Patience;
import dev.omnibus.contract.Sensitive;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** One question over HTTP and its answer: what is asked goes on the bus like that of a socket. */
final class Conversation {

  private final Bus bus;
  private final Admission admission;
  private final Visible visible;
  private final RestTrail trail;
  private final Pending pending;
  private final Duration deadline;
  private final boolean onlySealed;

  /**
   * @param onlySealed whether this node hands out nothing sensitive in the clear
   */
  Conversation(
      Bus bus,
      Admission admission,
      RestTrail trail,
      Pending pending,
      Duration deadline,
      boolean onlySealed) {
    this.bus = bus;
    this.admission = admission;
    this.visible = new Visible(admission.policy());
    this.trail = trail;
    this.pending = pending;
    this.deadline = deadline;
    this.onlySealed = onlySealed;
  }

  /** Throws what the caller gets instead when it may not, or is not well said. */
  void ask(RoutingContext context, Caller caller, Routes.Match match) {
    HttpServerRequest request = context.request();
    Definition definition = match.route().definition();
    JsonObject body = body(context, match);
    Optional<Objection> no = admission.objection(caller, definition.address(), body);
    if (no.isPresent()) {
      throw refused(caller, request, definition, no.get());
    }
    if (onlySealed && Sensitive.concerns(definition.address(), body)) {
      throw Failure.FORBIDDEN.because("this node gives that sealed only: ask over a socket");
    }
    if (!pending.begin(caller.user())) {
      trail.limited(caller, request, "pending");
      throw Failure.LIMITED.because("too many requests wait for answers");
    }
    send(context, caller, definition, body);
  }

  private static JsonObject body(RoutingContext context, Routes.Match match) {
    HttpServerRequest request = context.request();
    Negotiation.accept(request);
    byte[] sent =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    Negotiation.contentType(request, sent.length);
    return Merging.of(match, context.queryParams(), Merging.object(sent));
  }

  private Refused refused(
      Caller caller, HttpServerRequest request, Definition definition, Objection no) {
    if (no.failure() == Failure.FORBIDDEN) {
      trail.refused(caller, request, definition.address());
    }
    return new Refused(Problem.of(no));
  }

  private void send(RoutingContext context, Caller caller, Definition asked, JsonObject body) {
    long began = System.nanoTime();
    bus.ask(asked.address(), body, caller.toJson(), Patience.of(body, deadline))
        .onComplete(
            answer -> {
              pending.end(caller.user());
              trail.asked(
                  caller,
                  context.request(),
                  asked.address(),
                  body,
                  outcome(answer),
                  System.nanoTime() - began);
              answered(context, caller, asked, answer);
            });
  }

  private static String outcome(AsyncResult<JsonObject> answer) {
    return answer.succeeded() ? AuditEntry.OK : Failure.behind(answer.cause()).failure().word();
  }

  private void answered(
      RoutingContext context, Caller caller, Definition asked, AsyncResult<JsonObject> answer) {
    if (context.response().closed()) {
      return;
    }
    if (answer.failed()) {
      context.fail(answer.cause());
    } else {
      JsonObject seen = visible.of(asked.address(), answer.result(), caller);
      Replies.ok(context.request(), asked, seen);
    }
  }
}
