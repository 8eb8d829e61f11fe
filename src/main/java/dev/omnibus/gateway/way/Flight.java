package dev.omnibus.gateway.way;

import java.time.Duration;

/** A request on its way. */
public interface Flight {

  /** Of what is answered already, or was not let through: nothing is waited for, nothing comes. */
  Flight OVER =
      new Flight() {
        @Override
        public void cancel(String reason) {
          // there is nothing to cancel
        }

        @Override
        public void extend(Duration deadline) {
          // nothing is waited for
        }

        @Override
        public void pause() {
          // nothing comes
        }

        @Override
        public void resume() {
          // nothing comes
        }
      };

  /** Tells the server that nobody waits any more, the way its era and transport do. */
  void cancel(String reason);

  /** More time until the deadline, because the server showed progress. */
  void extend(Duration deadline);

  /** Nothing more of it is delivered until {@link #resume}. */
  void pause();

  void resume();
}
