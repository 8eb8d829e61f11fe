package dev.omnibus.people;

import dev.omnibus.presence.Attendance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is here, as one node knows it: its own people as its doors note them, those of the others as
 * these tell, and what its sockets were told of all of them. It knows no bus and no clock.
 */
final class Roll {

  /**
   * Why a session ends though its user goes on: with other roles, or in the session that it had to
   * make room for.
   */
  private static final Set<String> GOES_ON = Set.of("role_change", "too_many");

  private final String node;
  private final Attendance attendance;
  private final PeopleBoard board;
  private final OwnPeople own;
  private final View view;
  private boolean open;

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

  /** What the other nodes have to know, in this order; nothing when nothing happened here. */
  List<Told> gather(Instant now, long nanos) {
    List<Told> told = own.turn(attendance.takeChanged(), board::of, now, nanos);
    told.forEach(board::take);
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

  /**
   * Takes all that another node has. Of nodes that are gone it tells whoever starts; later, it may
   * be that their people left already.
   */
  void take(Answer all, long nanos) {
    board.take(all.own());
    if (!open) {
      all.away().forEach(part -> board.takeAway(part, nanos));
    }
  }

  /** From now on this node has sockets. Who was here before is no news to them. */
  void open(long nanos) {
    diff(nanos);
    open = true;
  }

  /** What this node says to one that asks for all. */
  Answer answer() {
    return new Answer(board.part(node), board.away());
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

  /**
   * A session has ended.
   *
   * @param session null for all of the user's
   */
  void revoked(String user, String session, String reason, long nanos) {
    if (!GOES_ON.contains(reason)) {
      own.signedOut(user, session, nanos);
    }
  }

  /** {@link View#snapshot}. */
  JsonObject snapshot(int limit, String server) {
    return view.snapshot(limit, server);
  }
}
