package dev.omnibus.tracing;

/** What a call is at. It is at one of these at a time, in this order; a new try begins anew. */
public enum Stage {
  /** It is read, and whether it may be is decided. */
  POLICY("policy"),
  /** It waits until another call to the same server is over. */
  QUEUE("queue"),
  /** Nothing of it is under way until the next try. */
  PAUSE("pause"),
  /** A try: a connection to the server is looked for or made. */
  CONNECT("connect"),
  /** At the owner: the session with the server is looked for or made. */
  SESSION("session"),
  /** It is said, and nothing was heard yet. */
  FIRST_BYTE("first byte"),
  /** At the owner: the server has it, and nothing was heard yet. */
  ANSWER("answer"),
  /** The answer comes, or what the server says before it. */
  STREAM("stream"),
  /** A try: it is with the node that owns the server. */
  HOP("hop");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether a new try begins with it. */
  boolean beginsTry() {
    return this == CONNECT || this == HOP;
  }

  /** Whether it ends the try before it. */
  boolean endsTry() {
    return beginsTry() || this == PAUSE;
  }
}
