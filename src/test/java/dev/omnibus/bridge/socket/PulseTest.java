package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final Pulse pulse =
      new Pulse(
          BridgeConfig.fromJson(
              new JsonObject().put("pingMs", 25_000).put("pongMs", 10_000).put("idleMs", 60_000)),
          0,
          0);

  @Test
  void nothing_is_asked_before_it_is_time() {
    assertEquals(Pulse.Beat.NONE, at(24));
  }

  @Test
  void a_heartbeat_is_due_after_its_interval() {
    assertEquals(Pulse.Beat.PING, at(25));
  }

  @Test
  void who_does_not_answer_in_time_is_dead() {
    pulse.pinged(seconds(25), true);
    assertEquals(Pulse.Beat.NONE, at(35));
    assertEquals(Pulse.Beat.DOUBT, at(36));
    assertEquals(seconds(37), pulse.due());
    assertEquals(Pulse.Beat.NONE, at(36), "it is doubted once");
    assertTrue(pulse.isSilent());
  }

  /** Whoever wanted one every 5 s got one in 15 s, and a proxy in between cut the connection. */
  @Test
  void a_heartbeat_does_not_wait_for_the_time_that_an_answer_may_take() {
    JsonObject quick = new JsonObject().put("pingMs", 5_000).put("pongMs", 15_000);
    Pulse often = new Pulse(BridgeConfig.fromJson(quick), 0, 0);
    often.pinged(seconds(5), true);
    assertEquals(seconds(10), often.due());
    assertEquals(Pulse.Beat.NONE, often.beat(seconds(10)), "it was asked, and has time");
    often.heard(seconds(11));
    assertEquals(Pulse.Beat.PING, often.beat(seconds(11)));
  }

  /** All sockets of a node that had been frozen for longer than that were closed. */
  @Test
  void an_answer_that_waits_to_be_read_when_the_node_wakes_up_counts() {
    pulse.pinged(seconds(25), true);
    assertEquals(Pulse.Beat.DOUBT, at(100));
    pulse.heard(seconds(100));
    assertFalse(pulse.isSilent());
    assertEquals(Pulse.Beat.PING, at(101));
    pulse.pinged(seconds(101), true);
    assertEquals(Pulse.Beat.NONE, at(111));
  }

  @Test
  void who_answers_lives_on() {
    pulse.pinged(seconds(25), true);
    pulse.heard(seconds(30));
    assertEquals(Pulse.Beat.NONE, at(36));
    assertEquals(Pulse.Beat.PING, at(50));
  }

  @Test
  void who_keeps_the_beat_is_not_asked_until_it_stops() {
    for (long second = 5; second <= 100; second += 5) {
      pulse.heard(seconds(second));
      pulse.answered(seconds(second));
      assertEquals(Pulse.Beat.NONE, at(second + 4));
    }
    assertEquals(seconds(125), pulse.due());
    assertEquals(Pulse.Beat.NONE, at(124));
    assertEquals(Pulse.Beat.PING, at(125));
    pulse.pinged(seconds(125), true);
    assertEquals(Pulse.Beat.DOUBT, at(136));
  }

  /** A sender of frames that need no answer may hear nothing for long, which a proxy would end. */
  @Test
  void who_is_heard_but_not_answered_is_asked() {
    pulse.heard(seconds(20));
    assertEquals(Pulse.Beat.PING, at(25));
  }

  @Test
  void who_cannot_be_asked_must_speak_by_itself() {
    pulse.pinged(seconds(25), false);
    pulse.pinged(seconds(50), false);
    assertEquals(Pulse.Beat.DOUBT, at(61));
    assertTrue(pulse.isSilent());
  }

  @Test
  void it_says_when_there_is_something_to_do() {
    assertEquals(seconds(25), pulse.due());
    pulse.pinged(seconds(25), true);
    assertEquals(seconds(35), pulse.due());
    pulse.heard(seconds(30));
    assertEquals(seconds(50), pulse.due());
    pulse.pinged(seconds(75), false);
    assertEquals(seconds(90), pulse.due());
  }

  private Pulse.Beat at(long second) {
    return pulse.beat(seconds(second));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
