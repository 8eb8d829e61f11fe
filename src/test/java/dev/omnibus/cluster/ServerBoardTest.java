package dev.omnibus.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ServerBoardTest {

  @Test
  void a_stalled_owner_that_wakes_up_does_not_overwrite_the_truth() {
    ServerBoard board = board(List.of(status("files", "n2@b", 2, 1)));
    assertFalse(board.fold(status("files", "n1@a", 1, 99)));
    assertEquals("n2@b", board.of("files").orElseThrow().claim().owner());
  }

  @Test
  void what_left_the_configuration_is_forgotten() {
    ServerBoard board = board(List.of(status("a", "n1@a", 1, 1), status("b", "n1@a", 1, 1)));
    assertEquals(List.of("a"), board.retain(Set.of("b")));
    assertTrue(board.of("a").isEmpty());
  }

  @Property
  void boards_that_heard_the_same_are_equal_whatever_the_order(
      @ForAll("rumours") List<ServerStatus> heard, @ForAll long seed) {
    List<ServerStatus> shuffled = new ArrayList<>(heard);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(board(heard).digest(), board(shuffled).digest());
  }

  @Property
  void hearing_twice_changes_nothing(@ForAll("rumours") List<ServerStatus> heard) {
    ServerBoard board = board(heard);
    heard.forEach(status -> assertFalse(board.fold(ServerStatus.fromJson(status.toJson()))));
  }

  @Property
  void a_digest_brings_exactly_what_is_missing(
      @ForAll("rumours") List<ServerStatus> one, @ForAll("rumours") List<ServerStatus> other) {
    ServerBoard mine = board(one);
    ServerBoard theirs = board(other);
    theirs.newerThan(mine.digest()).forEach(status -> assertTrue(mine.fold(status)));
    assertTrue(theirs.newerThan(mine.digest()).isEmpty());
  }

  @Provide
  Arbitrary<List<ServerStatus>> rumours() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"),
            Arbitraries.of("n1@a", "n2@b", "n3@c"),
            Arbitraries.longs().between(1, 4),
            Arbitraries.longs().between(0, 4))
        .as(ServerBoardTest::status)
        .list()
        .ofMaxSize(40);
  }

  private static ServerBoard board(List<ServerStatus> statuses) {
    ServerBoard board = new ServerBoard();
    statuses.forEach(board::fold);
    return board;
  }

  private static ServerStatus status(String server, String owner, long epoch, long revision) {
    return new ServerStatus(
        server,
        ServerState.HEALTHY,
        null,
        Instant.EPOCH,
        new Claim(owner, epoch, revision),
        Link.unopened(TransportKind.HTTP),
        null,
        BreakerStatus.CLOSED,
        null);
  }
}
