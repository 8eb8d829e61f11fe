package dev.omnibus.gateway.line;

import io.vertx.core.buffer.Buffer;

/** Whoever asks a server something and hears what becomes of it; all on one loop. */
public interface Asker {

  /**
   * A connection stands, and all is sent with what this returns.
   *
   * @param head takes the headers of the request; where it goes and its length stand there already
   * @return the body
   */
  Buffer dress(Head head);

  /** The head of the answer came. */
  void answered(Answer answer);

  /** There was no connection, or it broke before the head of the answer came. */
  void lost(Throwable cause);
}
