package dev.omnibus.coordinator.life;

import java.util.List;

/** Tools that do not exist for agents, whoever they are, and are not tried out either. */
@FunctionalInterface
public interface Withheld {

  /** Everything is there for those who may. */
  Withheld NOTHING = (server, tool, definition) -> false;

  /**
   * @param definition raw JSON of the tool as the server lists it now, or null for what is known
   */
  boolean is(String server, String tool, String definition);

  /** Whether it is by its name, or by one of the definitions that the server has for it now. */
  default boolean is(String server, String tool, List<String> definitions) {
    return is(server, tool, (String) null)
        || definitions.stream().anyMatch(definition -> is(server, tool, definition));
  }

  /** Why a call of it is refused. */
  static String why(String server, String tool) {
    return "'"
        + tool
        + "' of "
        + server
        + " is hidden from agents: its description was rejected or is not approved";
  }
}
