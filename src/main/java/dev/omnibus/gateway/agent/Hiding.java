package dev.omnibus.gateway.agent;

import java.util.Set;
import java.util.function.BiConsumer;
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

  /**
   * There is one who hears of which server, and in which of its lists, something else may be hidden
   * now because somebody decided so; on any thread.
   */
  default void onDecided(BiConsumer<String, Set<Listed>> handler) {
    // where nothing is hidden, nobody decides
  }
}
