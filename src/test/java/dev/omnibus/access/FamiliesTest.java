package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two {@code Families} on one Vertx share the map as two nodes do; a new Vertx has an empty one.
 */
class FamiliesTest {

  private static final Instant UNTIL = TestClock.START.plus(Duration.ofDays(7));

  @TempDir Path data;
  private final TestClock clock = new TestClock();
  private Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void a_session_that_nobody_knows_is_not_live() {
    assertFalse(live(node("a"), "s1"));
    assertEquals("revoked", renew(node("a"), "s1", "t0", "t1"));
  }

  @Test
  void a_restart_of_the_only_node_keeps_the_sessions() {
    begin(node("a"), "s1");
    restart();
    assertTrue(live(node("a"), "s1"));
  }

  @Test
  void a_restart_does_not_make_a_used_token_good_again() {
    Families before = node("a");
    begin(before, "s1");
    renew(before, "s1", "t0", "t1");
    restart();
    Families after = node("a");
    assertEquals("reused", renew(after, "s1", "t0", "t2"));
    assertFalse(live(after, "s1"));
  }

  @Test
  void a_restart_does_not_undo_a_logout() {
    Families before = node("a");
    begin(before, "s1");
    Wait.until(before.end("s1"));
    restart();
    assertFalse(live(node("a"), "s1"));
  }

  @Test
  void a_session_begun_on_one_node_is_live_on_another() {
    begin(node("a"), "s1");
    assertTrue(live(node("b"), "s1"));
  }

  @Test
  void the_survivor_knows_after_a_sync_what_the_lost_node_knew() {
    Families a = node("a");
    Families b = node("b");
    begin(a, "s1");
    renew(a, "s1", "t0", "t1");
    Wait.until(b.sync());
    restart();
    Families again = node("b");
    assertTrue(live(again, "s1"));
    assertEquals("reused", renew(again, "s1", "t0", "t2"));
  }

  /** A socket that opened in that moment was closed as if its session had ended. */
  @Test
  void a_session_that_the_shared_map_lost_goes_on_where_it_is_known() {
    Families a = node("a");
    begin(a, "s1");
    loseMap();
    assertTrue(live(a, "s1"));
    assertTrue(live(node("b"), "s1"));
  }

  @Test
  void a_logout_counts_though_the_shared_map_lost_the_session() {
    Families a = node("a");
    begin(a, "s1");
    loseMap();
    assertTrue(Wait.until(a.end("s1")));
    Wait.until(a.sync());
    assertFalse(live(a, "s1"));
  }

  @Test
  void a_node_that_comes_back_with_an_old_journal_revives_nothing() {
    Families a = node("a");
    begin(a, "s1");
    Families b = node("b");
    Wait.until(b.sync());
    renew(b, "s1", "t0", "t1");
    Wait.until(b.end("s1"));
    restart();
    node("a");
    Families both = node("b");
    assertFalse(live(both, "s1"));
    assertFalse(live(node("a"), "s1"));
  }

  @Test
  void what_expired_is_forgotten_everywhere() throws IOException {
    Families a = node("a");
    begin(a, "s1");
    clock.pass(Duration.ofDays(7));
    assertFalse(live(a, "s1"));
    Wait.until(a.sync());
    restart();
    assertFalse(live(node("a"), "s1"));
  }

  @Test
  void a_renewed_session_lives_on_from_then() {
    Families a = node("a");
    begin(a, "s1");
    clock.pass(Duration.ofDays(6));
    renew(a, "s1", "t0", "t1");
    clock.pass(Duration.ofDays(6));
    assertTrue(live(a, "s1"));
  }

  @Test
  void a_line_torn_by_a_crash_costs_that_line_only() throws IOException {
    Families a = node("a");
    begin(a, "s1");
    begin(a, "s2");
    Files.writeString(file("a"), "{\"id\":\"s3\",\"us", StandardOpenOption.APPEND);
    restart();
    begin(node("a"), "s4");
    restart();
    Families again = node("a");
    assertTrue(live(again, "s1") && live(again, "s2") && live(again, "s4"));
    assertFalse(live(again, "s3"));
  }

  @Test
  void the_journal_stays_small_and_private() throws IOException {
    Families a = node("a");
    begin(a, "s1");
    for (int turn = 0; turn < 1_100; turn++) {
      renew(a, "s1", "t" + turn, "t" + (turn + 1));
    }
    assertTrue(Files.readAllLines(file("a")).size() <= 1_002);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("a"))));
  }

  @Test
  void one_user_has_a_bounded_number_of_sessions() {
    Families a = node("a");
    for (int i = 0; i <= FamilyRules.MAX_LIVING; i++) {
      clock.pass(Duration.ofSeconds(1));
      begin(a, "s" + i);
    }
    assertFalse(live(a, "s0"));
    assertTrue(live(a, "s1"));
    assertTrue(live(a, "s" + FamilyRules.MAX_LIVING));
  }

  @Test
  void ended_sessions_of_one_user_are_remembered_in_a_bounded_number() {
    Families a = node("a");
    for (int i = 0; i < FamilyRules.MAX_ENDED + 10; i++) {
      clock.pass(Duration.ofSeconds(1));
      begin(a, "s" + i);
      Wait.until(a.end("s" + i));
    }
    begin(a, "living");
    Wait.until(a.sync());
    var map = Wait.until(vertx.sharedData().<String, String>getAsyncMap("omnibus.sessions"));
    assertEquals(FamilyRules.MAX_ENDED + 1, Wait.until(map.size()));
    assertTrue(live(a, "living"));
    assertFalse(live(a, "s0"));
  }

  @Test
  void all_sessions_of_one_user_end_and_no_other() {
    Families a = node("a");
    begin(a, "s1");
    Wait.until(a.begin(new Family("s2", "bob", 0, "t0", UNTIL, false)));
    Wait.until(a.endAll("ann"));
    assertFalse(live(a, "s1"));
    assertTrue(live(a, "s2"));
  }

  private Families node(String name) {
    return Wait.until(Families.open(vertx, new FamilyJournal(vertx, file(name)), clock));
  }

  private Path file(String name) {
    return data.resolve(name + ".log");
  }

  /** As if all nodes that held copies had died before there were others. */
  private void loseMap() {
    Wait.until(vertx.sharedData().getAsyncMap("omnibus.sessions").compose(AsyncMap::clear));
  }

  private void restart() {
    Wait.until(vertx.close());
    vertx = Vertx.vertx();
  }

  private void begin(Families families, String id) {
    Instant until = clock.instant().plus(Duration.ofDays(7));
    Wait.until(families.begin(new Family(id, "ann", 0, "t0", until, false)));
  }

  private String renew(Families families, String id, String old, String young) {
    Instant until = clock.instant().plus(Duration.ofDays(7));
    return Wait.refusal(families.renew(old, new Family(id, "ann", 0, young, until, false)));
  }

  private static boolean live(Families families, String id) {
    return Wait.until(families.live(id));
  }
}
