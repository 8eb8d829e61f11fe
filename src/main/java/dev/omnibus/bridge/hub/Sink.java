package dev.omnibus.bridge.hub;

/** Where events go in the end: one socket. All calls come on its loop. */
public interface Sink {

  Loop loop();

  /** The subscription stands; what it missed, if it resumed, is delivered next. */
  void joined(Subscription subscription, Replay replay);

  /** What happened, in its order; the batch is the sink's until this returns. */
  void deliver(Subscription subscription, Batch batch);

  /** Nothing up to here was for this subscription; a client may resume from it. */
  default void passed(Subscription subscription, Cursor cursor) {}

  /** Events of a node were lost on the way here: those from {@code first} to {@code last}. */
  void missed(Subscription subscription, String node, long first, long last);
}
