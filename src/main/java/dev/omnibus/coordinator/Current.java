package dev.omnibus.coordinator;

import dev.omnibus.coordinator.ways.Terminal;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;

/**
 * The open session of one server, or that there is none, and what it offers; those who go by it are
 * told when it comes and goes. Why it goes, and when the next comes, it does not know.
 */
final class Current {

  private final ServerSpec spec;
  private final Signals signals;
  private final Lists lists;
  private Terminal terminal;
  private Line line;
  private McpSession session;
  private Inventory inventory;

  Current(Vertx vertx, ServerSpec spec, Signals signals) {
    this.spec = spec;
    this.signals = signals;
    this.lists = new Lists(vertx, signals);
  }

  /** Where the ways of agents to its sessions end; before the first. */
  void serve(Terminal ways) {
    terminal = ways;
  }

  /** It is the open one now, for probes and operators; agents are let in next. */
  void opened(Line young) {
    line = young;
    session = young.session();
    inventory = new Inventory(session, spec.transport(), young.pid(), lists);
  }

  /** Agents go by it from now on. */
  void admit() {
    terminal.linked(session);
  }

  /** Its lists are read, now and whenever it says that they changed. */
  void read() {
    lists.linked(session);
    session.onNotification(this::said);
  }

  private void said(JsonObject notification) {
    if (!signals.log().heard(notification)) {
      lists.said(notification);
    }
  }

  /** There is none any more, and agents hear so; what is left of it. */
  Line lost() {
    Line old = line;
    line = null;
    session = null;
    terminal.lost();
    lists.lost();
    return old;
  }

  /** There will be none any more; what is left of the last, or null. */
  Line ended() {
    Line old = line;
    line = null;
    session = null;
    return old;
  }

  /** Its lists are not read any more. */
  void forgetLists() {
    lists.lost();
  }

  boolean is(Line other) {
    return line == other;
  }

  boolean isOpen() {
    return session != null;
  }

  /** Of the process, if this node started it. */
  OptionalLong pid() {
    return line == null ? OptionalLong.empty() : line.pid();
  }

  /** Null when none is open. */
  McpSession session() {
    return session;
  }

  /** What it offers, or the last one did. */
  Inventory inventory() {
    return inventory;
  }

  Link link() {
    return inventory.link();
  }
}
