package dev.omnibus.gateway.agent;

import java.util.function.Supplier;

/** What does not exist for agents although their roles would let them have it. */
public interface Hiding {

  /** Nothing is hidden. */
  Hiding NOTHING =
      new Hiding() {
        @Override
        public boolean watches(String server) {
          return false;
        }

        @Override
        public boolean hides(String server, Listed listed, String name) {
          return false;
        }

        @Override
        public boolean hides(
            String server, Listed listed, String name, Supplier<String> definition) {
          return false;
        }
      };

  /** Whether something of this server may be hidden, so that its lists need a look. */
  boolean watches(String server);

  /** Whether this name leads nowhere. */
  boolean hides(String server, Listed listed, String name);

  /**
   * Whether it does, with what the server says of it right now.
   *
   * @param definition raw JSON, asked for only where it matters
   */
  boolean hides(String server, Listed listed, String name, Supplier<String> definition);
}
