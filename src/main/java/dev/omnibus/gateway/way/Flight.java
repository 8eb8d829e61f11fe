package dev.omnibus.gateway.way;

import java.time.Duration;

/** A request on its way. */
public interface Flight {

  /** Tells the server that nobody waits any more, the way its era and transport do. */
  void cancel(String reason);

  /** More time until the deadline, because the server showed progress. */
  void extend(Duration deadline);

  /** Nothing more of it is delivered until {@link #resume}. */
  void pause();

  void resume();
}
