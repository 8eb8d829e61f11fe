package dev.omnibus.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Failure;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address, over sockets that the test plays. */
class SubscriptionTest {

  private static final String STATUS = "event.server.status";

  private final Lane lane = new Lane();
  private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
  private final List<Object> told = new ArrayList<>();
  private final List<CompletableFuture<JsonObject>> asked = new ArrayList<>();
  private final List<JsonObject> questions = new ArrayList<>();
  private CompletionStage<?> snapshot;

  private final Subscription subscription =
      new Subscription(
          STATUS,
          new JsonObject().put("server", "files"),
          new Ear(),
          new Socket(),
          lane,
          new Backoff(new Random(1)));

  private final class Socket implements Subscription.Link {
    @Override
    public void send(JsonObject frame) {
      sent.add(frame);
    }

    @Override
    public CompletableFuture<JsonObject> request(String address, JsonObject body) {
      assertEquals("query.feed.resume", address);
      questions.add(body);
      asked.add(new CompletableFuture<>());
      return asked.get(asked.size() - 1);
    }
  }

  private final class Ear implements Listener {
    @Override
    public void event(JsonObject event) {
      told.add(event.getInteger("seq"));
    }

    @Override
    public CompletionStage<?> snapshot(Why why) {
      told.add(why);
      return snapshot;
    }

    @Override
    public void gap(Gap gap) {
      told.add(gap);
    }

    @Override
    public void refused(dev.omnibus.bus.BusException why) {
      told.add(why.failure());
    }
  }

  @AfterEach
  void end() {
    lane.close();
  }

  @Test
  void it_registers_with_its_filter_and_on_the_next_socket_with_how_far_it_came() {
    subscription.register();
    assertEquals(new JsonObject().put("server", "files"), headers());
    subscription.acknowledged(false, at(4));
    event(5);
    subscription.register();
    assertEquals(new JsonObject().put("server", "files").put("since", at(5)), headers());
  }

  @Test
  void what_was_heard_before_is_told_once() {
    opened();
    IntStream.of(4, 5, 5, 6).forEach(this::event);
    subscription.register();
    subscription.acknowledged(true, at(7));
    IntStream.of(6, 7).forEach(this::event);
    assertEquals(List.of(Listener.Why.FIRST, 5, 6, 7), told);
  }

  @Test
  void what_comes_before_the_acknowledgement_is_not_of_this_register() {
    subscription.register();
    event(3);
    subscription.acknowledged(false, at(4));
    event(5);
    assertEquals(List.of(Listener.Why.FIRST, 5), told);
  }

  @Test
  void events_wait_for_the_snapshot_and_are_laid_on_top() throws Exception {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    snapshot = taken;
    opened();
    event(5);
    assertEquals(List.of(Listener.Why.FIRST), told);
    taken.complete(null);
    settle();
    assertEquals(List.of(Listener.Why.FIRST, 5), told);
  }

  @Test
  void a_snapshot_that_the_loss_of_the_socket_cut_short_is_taken_on_the_next_one() {
    snapshot = new CompletableFuture<Void>();
    opened();
    subscription.pause();
    subscription.register();
    assertFalse(headers().containsKey("since"), "it can't resume what it never had");
    subscription.acknowledged(false, at(9));
    assertEquals(List.of(Listener.Why.FIRST, Listener.Why.AWAY), told);
  }

  @Test
  void a_snapshot_that_fails_is_taken_again() throws Exception {
    snapshot = CompletableFuture.failedFuture(new IllegalStateException("not yet"));
    opened();
    settle();
    snapshot = null;
    event(5);
    Waiting.until(
        "the event after the snapshot",
        Duration.ofSeconds(60),
        () -> {
          settle();
          return told.contains(5);
        });
    assertEquals(List.of(Listener.Why.FIRST, Listener.Why.FIRST, 5), told);
  }

  @Test
  void a_gap_is_healed_by_the_ring_before_what_came_later() throws Exception {
    opened();
    subscription.missed(new Gap("n1", 5, 6));
    event(7);
    assertEquals(at(4), questions.get(0).getJsonObject("since"));
    assertEquals("files", questions.get(0).getJsonObject("headers").getString("server"));
    asked.get(0).complete(replay(true, 7, 5, 6, 7));
    settle();
    event(8);
    assertEquals(List.of(Listener.Why.FIRST, 5, 6, 7, 8), told);
  }

  @Test
  void a_gap_that_no_ring_heals_is_said_and_a_snapshot_is_taken() throws Exception {
    opened();
    subscription.missed(new Gap("n1", 5, 6));
    event(7);
    asked.get(0).complete(replay(false, 6));
    settle();
    assertEquals(List.of(Listener.Why.FIRST, new Gap("n1", 5, 6), Listener.Why.GAP, 7), told);
  }

  @Test
  void a_gap_whose_healing_is_not_answered_is_said_too() throws Exception {
    opened();
    subscription.missed(new Gap("n1", 5, 6));
    asked.get(0).completeExceptionally(Failure.TIMEOUT.because(null));
    settle();
    event(7);
    assertEquals(List.of(Listener.Why.FIRST, new Gap("n1", 5, 6), Listener.Why.GAP, 7), told);
  }

  @Test
  void a_healing_that_comes_after_the_socket_has_gone_counts_no_more() throws Exception {
    opened();
    subscription.missed(new Gap("n1", 5, 6));
    subscription.register();
    asked.get(0).complete(replay(false, 6));
    settle();
    assertEquals(at(4), headers().getJsonObject("since"));
    subscription.acknowledged(true, at(6));
    IntStream.of(5, 6).forEach(this::event);
    assertEquals(List.of(Listener.Why.FIRST, 5, 6), told);
  }

  @Test
  void a_cursor_that_the_node_moves_on_in_quiet_times_is_the_one_to_resume_from() {
    opened();
    subscription.passed(new JsonObject().put("n1", 900).put("n2", 3));
    subscription.register();
    assertEquals(new JsonObject().put("n1", 900L).put("n2", 3L), headers().getJsonObject("since"));
  }

  @Test
  void more_than_may_wait_is_a_snapshot_anew() throws Exception {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    snapshot = slow;
    opened();
    snapshot = CompletableFuture.completedFuture(null);
    IntStream.rangeClosed(5, 5 + Subscription.MOST_HELD).forEach(this::event);
    slow.complete(null);
    settle();
    event(6 + Subscription.MOST_HELD);
    assertEquals(List.of(Listener.Why.FIRST, Listener.Why.GAP, 6 + Subscription.MOST_HELD), told);
  }

  @Test
  void an_address_that_may_not_be_heard_is_said_and_is_not_missing() {
    CompletableFuture<Boolean> registered = subscription.register();
    subscription.refused(Failure.FORBIDDEN.because(null));
    assertEquals(List.of(Failure.FORBIDDEN), told);
    assertTrue(registered.join());
  }

  @Test
  void a_filter_that_nobody_understands_is_said_and_a_cursor_is_given_up() throws Exception {
    subscription.register();
    subscription.refused(Failure.BAD_REQUEST.because(null));
    assertEquals(List.of(Failure.BAD_REQUEST), told);
    subscription.register();
    subscription.acknowledged(false, at(4));
    subscription.register();
    subscription.refused(Failure.BAD_REQUEST.because(null));
    assertEquals(List.of(Failure.BAD_REQUEST, Listener.Why.FIRST), told);
    Waiting.until("asked again", Duration.ofSeconds(60), () -> sent.size() == 4);
    assertFalse(headers().containsKey("since"));
  }

  @Test
  void a_listener_that_throws_misses_nothing_else() {
    List<Integer> heard = new ArrayList<>();
    Listener clumsy =
        event -> {
          heard.add(event.getInteger("seq"));
          throw new IllegalStateException("clumsy");
        };
    Subscription other =
        new Subscription(
            STATUS, new JsonObject(), clumsy, new Socket(), lane, new Backoff(new Random(1)));
    other.register();
    other.acknowledged(false, at(0));
    IntStream.of(1, 2).forEach(seq -> other.heard(envelope(seq)));
    assertEquals(List.of(1, 2), heard);
  }

  private void opened() {
    subscription.register();
    subscription.acknowledged(false, at(4));
  }

  private JsonObject headers() {
    return sent.get(sent.size() - 1).getJsonObject("headers");
  }

  private void event(int seq) {
    subscription.heard(envelope(seq));
  }

  private static JsonObject envelope(int seq) {
    return new JsonObject().put("node", "n1").put("seq", seq);
  }

  private static JsonObject at(long seq) {
    return new JsonObject().put("n1", seq);
  }

  private static JsonObject replay(boolean recovered, long at, int... seqs) {
    JsonArray events = new JsonArray();
    IntStream.of(seqs).forEach(seq -> events.add(envelope(seq)));
    return new JsonObject().put("recovered", recovered).put("events", events).put("cursor", at(at));
  }

  /** What was handed to the lane before is done. */
  private void settle() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    lane.run(done::countDown);
    assertTrue(done.await(60, TimeUnit.SECONDS));
  }
}
