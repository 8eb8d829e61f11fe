package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a server that rests for a moment, how many, and until when. */
class IntermissionTest {

  private final Vertx vertx = Vertx.vertx();
  private final Set<String> resting = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Intermission patient(Duration patience) {
    Limits limits = new Limits(1, 2, Duration.ZERO, patience, patience);
    return new Intermission(vertx, resting::contains, server -> limits);
  }

  private static void await(Intermission.Waiter waiter) {
    waiter.over().timeout(30, TimeUnit.SECONDS).await();
  }

  private static int code(Intermission.Waiter waiter) {
    return assertThrows(RpcException.class, () -> await(waiter)).code();
  }

  @Test
  void nobody_waits_for_a_server_that_does_not_rest() {
    assertNull(patient(Duration.ofHours(1)).await("files"));
  }

  @Test
  void it_is_over_when_the_server_is_back() {
    resting.add("files");
    Intermission rest = patient(Duration.ofHours(1));
    Intermission.Waiter waiter = rest.await("files");
    assertFalse(waiter.over().isComplete());
    assertEquals(1, rest.waiting("files"));
    resting.clear();
    await(waiter);
    assertEquals(0, rest.waiting("files"));
  }

  @Test
  void who_waited_for_too_long_is_told_to_come_back() {
    resting.add("files");
    Intermission rest = patient(Duration.ofMillis(1));
    assertEquals(503, code(rest.await("files")));
    assertEquals(0, rest.waiting("files"));
  }

  @Test
  void one_too_many_is_told_so_and_those_of_another_server_are_not_counted() {
    resting.addAll(Set.of("files", "mail"));
    Intermission rest = patient(Duration.ofHours(1));
    Intermission.Waiter first = rest.await("files");
    Intermission.Waiter second = rest.await("files");
    assertEquals(429, code(rest.await("files")));
    Intermission.Waiter other = rest.await("mail");
    resting.remove("files");
    await(first);
    await(second);
    assertFalse(other.over().isComplete());
  }

  @Test
  void who_gives_up_makes_room() {
    resting.add("files");
    Intermission rest = patient(Duration.ofHours(1));
    Intermission.Waiter first = rest.await("files");
    rest.await("files");
    first.giveUp();
    first.giveUp();
    assertEquals(1, rest.waiting("files"));
    assertFalse(rest.await("files").over().isComplete());
  }
}
