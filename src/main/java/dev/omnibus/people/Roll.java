package dev.omnibus.people;

import dev.omnibus.presence.Attendance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is here, as one node knows it: its own people as its doors note them, those of the others as
 * these tell, and what its sockets were told of all of them. It knows no bus and no clock.
 */
final class Roll {

  /** In one word to the other nodes; the rest goes with the next. */
  private static final int MOST_TOLD = 500;

  private final String node;
  private final Attendance attendance;
  private final PeopleBoard board;
  private final OwnPeople own;
  private final View view;

  /**
   * @param grace how long somebody without a connection counts as here
   */
  Roll(String node, Duration grace, Attendance attendance) {
    this.node = node;
    this.attendance = attendance;
    this.board = new PeopleBoard(grace);
    this.own = new OwnPeople(node, grace);
    this.view = new View(node);
    board.take(new Part(node, 0, Map.of()));
  }

  /** What the other nodes have to know; nothing when nothing happened here. */
  Optional<Told> gather(Instant now, long nanos) {
    Optional<Told> told = own.turn(attendance.takeChanged(MOST_TOLD), board::of, now, nanos);
    told.ifPresent(board::take);
    return told;
  }

  /** How far this node told of its people. */
  Told position() {
    return own.position();
  }

  /** What the sockets of this node have to know; nothing when nothing is different. */
  Optional<JsonObject> diff(long nanos) {
    board.settle(nanos);
    return view.diff(board.takeTouched(), board::of);
  }

  /**
   * Takes what another node told.
   *
   * @return false when something before it is missing: the node has to be asked for all
   */
  boolean hear(Told told) {
    return told.node().equals(node) || board.take(told);
  }

  /** Takes all that another node has. */
  void take(Part whole) {
    board.take(whole);
  }

  /** All that this node has of its own people. */
  Part part() {
    return board.part(node);
  }

  /**
   * Only these nodes live.
   *
   * @return those of which nothing is known: they have to be asked for all
   */
  List<String> keep(Collection<String> live, long nanos) {
    board.present().stream()
        .filter(known -> !live.contains(known))
        .forEach(gone -> board.away(gone, nanos));
    return live.stream().filter(one -> !board.present().contains(one)).toList();
  }

  /** The session of a user has ended by intent. */
  void signedOut(String user, long nanos) {
    own.signedOut(user, nanos);
  }

  /** {@link View#snapshot}. */
  JsonObject snapshot(int limit, String server) {
    return view.snapshot(limit, server);
  }
}
