package dev.omnibus.bridge;

import dev.omnibus.bridge.socket.Connection;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;

/** Says no to one client, always with the address at which it waits for the outcome. */
record Answers(Desk desk, Connection connection) {

  void fail(String back, BusException cause) {
    connection.send(ServerFrames.error(back, cause));
  }

  /** Says no because a limit is reached. */
  void limit(String back, String what) {
    desk.trail().limited(connection, what);
    fail(back, Failure.LIMITED.because(what));
  }

  /** Says no, and says in the log and on the bus that somebody tried. */
  void refuse(String address, String back, String why) {
    desk.trail().refused(connection, address, "forbidden");
    desk.security().refused("forbidden", address, connection.caller().user(), connection.remote());
    fail(back, Failure.FORBIDDEN.because(why));
  }
}
