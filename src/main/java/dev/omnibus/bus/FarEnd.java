package dev.omnibus.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageProducer;

/** The other end of a channel on another node, with what went there and came from there. */
final class FarEnd implements Channel.Far {

  private static final Buffer NOTHING = Buffer.buffer();

  private final Channel channel;
  private final String id;
  private final String node;
  private final MessageProducer<Buffer> sender;

  /** Written by the channel's context, read by the roll call. */
  private volatile int sent;

  /** Of the context that hears all frames. */
  private int received;

  private int sentAtLastRoll;

  FarEnd(Channel channel, String id, String node, MessageProducer<Buffer> sender) {
    this.channel = channel;
    this.id = id;
    this.node = node;
    this.sender = sender;
  }

  String node() {
    return node;
  }

  /** What was sent by the last roll call and must have arrived by this one. */
  int rolled() {
    int must = sentAtLastRoll;
    sentAtLastRoll = sent;
    return must;
  }

  /** Whether all that was sent before has come. */
  boolean has(int number) {
    return received - number >= 0;
  }

  void heard(Frame frame) {
    if (frame.kind() == Frame.Kind.CLOSE) {
      end(frame.rest().toString());
    } else if (frame.number() != ++received) {
      lose("messages were lost on the way");
    } else if (frame.kind() == Frame.Kind.PIECE) {
      channel.context().runOnContext(v -> channel.arrived(frame.rest(), frame.value()));
    } else {
      channel.context().runOnContext(v -> channel.credited(frame.value()));
    }
  }

  /** Ends this end; the other one is gone. */
  void end(String reason) {
    channel.context().runOnContext(v -> channel.over(reason));
  }

  /** Ends this end and tells the other one, should it live. */
  void lose(String reason) {
    channel
        .context()
        .runOnContext(
            v -> {
              close(reason);
              channel.over(reason);
            });
  }

  @Override
  public void piece(Buffer piece, int left) {
    say(Frame.Kind.PIECE, left, piece);
  }

  @Override
  public void credit(int bytes) {
    say(Frame.Kind.CREDIT, bytes, NOTHING);
  }

  @Override
  public void close(String reason) {
    sender.write(new Frame(Frame.Kind.CLOSE, 0, 0, id, Buffer.buffer(reason)).toBuffer());
  }

  @Override
  public int longest() {
    return Channel.PIECE;
  }

  private void say(Frame.Kind kind, int value, Buffer rest) {
    int number = sent + 1;
    sent = number;
    sender
        .write(new Frame(kind, number, value, id, rest).toBuffer())
        .onFailure(unreachable -> end("the other node cannot be reached"));
  }
}
