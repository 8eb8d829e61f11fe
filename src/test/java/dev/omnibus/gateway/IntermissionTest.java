package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a server that rests for a moment, how many, and until when. */
class IntermissionTest {

  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Instant> back = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Intermission patient(Duration patience) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new Intermission(vertx, back::get, server -> 2, server -> patience, clock);
  }

  private static void await(Future<Void> end) {
    end.timeout(30, TimeUnit.SECONDS).await();
  }

  @Test
  void nobody_waits_for_a_server_that_does_not_rest() {
    assertTrue(patient(Duration.ofHours(1)).end("files").succeeded());
  }

  @Test
  void nobody_waits_for_one_that_should_have_been_back() {
    back.put("files", NOW);
    assertTrue(patient(Duration.ofHours(1)).end("files").succeeded());
  }

  @Test
  void it_is_over_when_the_server_is_back() {
    back.put("files", NOW.plusSeconds(60));
    Intermission rest = patient(Duration.ofHours(1));
    Future<Void> end = rest.end("files");
    assertFalse(end.isComplete());
    assertEquals(1, rest.waiting("files"));
    back.clear();
    await(end);
    assertEquals(0, rest.waiting("files"));
  }

  @Test
  void it_is_over_when_it_takes_too_long() {
    back.put("files", NOW.plusSeconds(60));
    Intermission rest = patient(Duration.ofMillis(1));
    await(rest.end("files"));
    assertEquals(0, rest.waiting("files"));
  }

  @Test
  void one_too_many_is_told_so_and_those_of_another_server_are_not_counted() {
    back.put("files", NOW.plusSeconds(60));
    back.put("mail", NOW.plusSeconds(60));
    Intermission rest = patient(Duration.ofHours(1));
    Future<Void> first = rest.end("files");
    Future<Void> second = rest.end("files");
    RpcException many = assertThrows(RpcException.class, () -> await(rest.end("files")));
    assertEquals(429, many.code());
    Future<Void> other = rest.end("mail");
    back.remove("files");
    await(first);
    await(second);
    assertFalse(other.isComplete());
    assertTrue(rest.end("files").succeeded());
  }
}
