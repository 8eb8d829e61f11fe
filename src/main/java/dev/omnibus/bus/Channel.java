package dev.omnibus.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One end of an ordered stream of messages between two nodes, or two rooms of one. Neither end can
 * have more than a window of bytes on the way: a long message goes in pieces, as fast as the other
 * end takes them. It lives on one context and is used there only.
 */
public final class Channel {

  /** Bytes that may be on the way to one end. */
  static final int WINDOW = 1 << 20;

  /** Longest piece of a message between two nodes. */
  static final int PIECE = 64 << 10;

  /** What a message costs beside its bytes, so that a million empty ones are not free. */
  private static final int OVERHEAD = 64;

  /** More than this waiting and {@link #isFull} says so. */
  private static final int FULL = 1 << 20;

  /** No message of ours is longer; whoever sends one is broken. */
  private static final long LONGEST = 256L << 20;

  /** The way to the other end. */
  interface Far {

    /**
     * @param left bytes of the message behind this piece
     */
    void piece(Buffer piece, int left);

    void credit(int bytes);

    void close(String reason);

    /** Longest piece that it carries. */
    int longest();
  }

  private record Piece(Buffer bytes, int left) {}

  private final Context context;
  private final Promise<String> closed = Promise.promise();
  private final Deque<Buffer> outbox = new ArrayDeque<>();
  private final Deque<Piece> inbox = new ArrayDeque<>();
  private Far far;
  private Handler<Buffer> messages;
  private Runnable drained = () -> {};
  private Buffer whole;
  private long credit = WINDOW;
  private long waiting;
  private int headSent;
  private int owed;
  private boolean paused;
  private boolean delivering;

  Channel(Context context) {
    this.context = context;
  }

  Context context() {
    return context;
  }

  void connect(Far other) {
    far = other;
    pump();
  }

  /** Sends a message, which must not change any more; after the end it goes nowhere. */
  public void send(Buffer message) {
    if (!closed.future().isComplete()) {
      outbox.add(message);
      waiting += message.length() + OVERHEAD;
      pump();
    }
  }

  /** Whether the other end does not keep up; {@link #onDrain} tells when it does again. */
  public boolean isFull() {
    return waiting > FULL;
  }

  /** Bytes that wait for the other end to take what was sent before. */
  public long waiting() {
    return waiting;
  }

  public void onDrain(Runnable handler) {
    drained = handler;
  }

  /** Hears the messages; before there is a handler they wait. */
  public Channel onMessage(Handler<Buffer> handler) {
    messages = handler;
    deliver();
    return this;
  }

  /** Takes nothing more until {@link #resume}; the other end may fill the window. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    deliver();
  }

  /** Completes once, with the reason, when either end closed it or the way between them broke. */
  public Future<String> closed() {
    return closed.future();
  }

  /** Ends it at both ends; what still waits is dropped. */
  public void close() {
    if (!closed.future().isComplete() && far != null) {
      far.close("closed by the other end");
    }
    over("closed");
  }

  /** It is over, and the other end knows or cannot be told. */
  void over(String reason) {
    outbox.clear();
    waiting = 0;
    closed.tryComplete(reason);
  }

  void arrived(Buffer piece, int left) {
    if (!closed.future().isComplete()) {
      inbox.add(new Piece(piece, left));
      deliver();
    }
  }

  void credited(int bytes) {
    boolean full = isFull();
    credit += bytes;
    pump();
    if (full && !isFull()) {
      drained.run();
    }
  }

  private void pump() {
    while (far != null && credit > 0 && !outbox.isEmpty()) {
      Buffer head = outbox.peek();
      int size = Math.min(head.length() - headSent, far.longest());
      Buffer piece = size == head.length() ? head : head.slice(headSent, headSent + size);
      headSent += size;
      int left = head.length() - headSent;
      if (left == 0) {
        outbox.remove();
        headSent = 0;
      }
      int cost = cost(size, left);
      credit -= cost;
      waiting -= cost;
      far.piece(piece, left);
    }
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!paused && messages != null && !inbox.isEmpty()) {
        take(inbox.remove());
      }
    } finally {
      delivering = false;
    }
  }

  private void take(Piece piece) {
    repay(cost(piece.bytes().length(), piece.left()));
    if (whole == null && piece.left() == 0) {
      messages.handle(piece.bytes());
      return;
    }
    if (whole == null) {
      long length = (long) piece.bytes().length() + piece.left();
      if (length > LONGEST) {
        close();
        return;
      }
      whole = Buffer.buffer((int) length);
    }
    whole.appendBuffer(piece.bytes());
    if (piece.left() == 0) {
      Buffer message = whole;
      whole = null;
      messages.handle(message);
    }
  }

  /** In larger sums: a note for each message would double their number. */
  private void repay(int cost) {
    owed += cost;
    if (owed >= WINDOW / 4 && !closed.future().isComplete()) {
      far.credit(owed);
      owed = 0;
    }
  }

  private static int cost(int size, int left) {
    return left == 0 ? size + OVERHEAD : size;
  }
}
