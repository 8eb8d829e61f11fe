package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.buffer.Buffer;

/** The answer to a request whose agent came to another node, which reads it from here. */
final class Lent implements Reply {

  private static final int MOST_UNREAD = 200;

  private final Loop loop;
  private final EventStream stream;
  private Runnable gone = () -> {};
  private Runnable drained = () -> {};
  private int status = 200;
  private long read;

  Lent(Loop loop, EventStream stream) {
    this.loop = loop;
    this.stream = stream;
  }

  Loop loop() {
    return loop;
  }

  EventStream stream() {
    return stream;
  }

  /** The HTTP status that goes with the answer when it is the only event. */
  int status() {
    return status;
  }

  /** The other node has everything up to this event. */
  void readTo(long event) {
    read = event;
    drained.run();
  }

  /** The agent went away there. */
  void leave() {
    gone.run();
  }

  @Override
  public Reply hears(Runnable agentGone, Runnable room) {
    gone = agentGone;
    drained = room;
    return this;
  }

  @Override
  public void header(String name, String value) {
    // whoever reads it has headers of its own
  }

  @Override
  public void open() {
    // it opens with its first event
  }

  @Override
  public void event(EventId id, Buffer data) {
    stream.add(data);
  }

  @Override
  public void json(int code, Buffer message) {
    status = code;
    stream.end(message);
  }

  @Override
  public void refuse(int code, String id, RpcException why) {
    json(code, Answers.error(id, why.error()));
  }

  @Override
  public void end() {
    stream.end();
  }

  @Override
  public boolean isFull() {
    return stream.after(read).size() > MOST_UNREAD;
  }
}
