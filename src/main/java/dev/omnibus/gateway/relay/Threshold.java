package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Crowded;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.seen.Outcome;
import io.vertx.core.AsyncResult;
import java.util.function.BiConsumer;

/**
 * What one passage waits for before its server may be asked: that the server is not just being made
 * anew, and a place there. It lives on one loop.
 */
final class Threshold {

  private final Relay relay;
  private final Post post;
  private final Deadline deadline;
  private final boolean needsPlace;
  private final Place place;
  private Intermission.Waiter rest;
  private Runnable in;
  private Runnable renewed;
  private BiConsumer<RpcException, Outcome> refused;
  private boolean left;

  /**
   * @param needsPlace only what ends by itself does
   */
  Threshold(Relay relay, Post post, Bulkhead bulkhead, Deadline deadline, boolean needsPlace) {
    this.relay = relay;
    this.post = post;
    this.deadline = deadline;
    this.needsPlace = needsPlace;
    this.place = new Place(bulkhead);
  }

  /**
   * @param in run when the server may be asked, perhaps at once
   * @param renewed run before that when the server was made anew meanwhile
   * @param refused hears why it may not
   */
  void cross(Runnable in, Runnable renewed, BiConsumer<RpcException, Outcome> refused) {
    this.in = in;
    this.renewed = renewed;
    this.refused = refused;
    rest = relay.rests().await(post.server());
    if (rest == null) {
      enter();
    } else {
      rest.over().onComplete(this::back);
    }
  }

  /** The server was made anew: it may be elsewhere, and the session may be over. */
  private void back(AsyncResult<Void> waited) {
    if (left) {
      return;
    }
    if (waited.failed()) {
      RpcException why = RpcException.of(waited.cause());
      refused.accept(why, why.isAway() ? Outcome.TRANSPORT : Outcome.LIMIT);
    } else if (post.session() != null && post.session().changes().ended()) {
      refused.accept(RpcException.noSession(), Outcome.PROTOCOL);
    } else {
      renewed.run();
      enter();
    }
  }

  private void enter() {
    if (needsPlace) {
      place.take(relay.vertx(), this::letIn, this::crowded);
    } else {
      in.run();
    }
  }

  /** Time in the queue is not the server's; that in which it was made anew is. */
  private void letIn() {
    if (rest == null) {
      deadline.extend(System.nanoTime());
    }
    in.run();
  }

  private void crowded() {
    refused.accept(Crowded.at(post.server()), Outcome.LIMIT);
  }

  /** Whether something is waited for that is not an answer of the server. */
  boolean isWaitedAt() {
    return place.isWaitedFor() || rest != null && !rest.over().isComplete();
  }

  /** Gives the place back, or waits no more. */
  void leave() {
    left = true;
    if (rest != null) {
      rest.giveUp();
    }
    place.leave();
  }
}
