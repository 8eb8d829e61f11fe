package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import java.util.List;
import java.util.Locale;

/** What an operator may have done to a server. */
enum Act {
  START(Addresses.COMMAND_SERVER_START, List.of("start")),
  STOP(Addresses.COMMAND_SERVER_STOP, List.of("drain", "stop")),
  RESTART(Addresses.COMMAND_SERVER_RESTART, List.of("drain", "stop", "start", "verify", "undrain")),
  RELOAD(
      Addresses.COMMAND_SERVER_RELOAD,
      List.of("drain", "define", "stop", "start", "verify", "undrain")),
  DRAIN(Addresses.COMMAND_SERVER_DRAIN, List.of("drain")),
  UNDRAIN(Addresses.COMMAND_SERVER_UNDRAIN, List.of("undrain")),
  ENABLE(Addresses.COMMAND_SERVER_ENABLE, List.of("enable", "start")),
  DISABLE(Addresses.COMMAND_SERVER_DISABLE, List.of("drain", "disable"));

  private final String address;
  private final List<String> steps;

  Act(String address, List<String> steps) {
    this.address = address;
    this.steps = steps;
  }

  String address() {
    return address;
  }

  /** What it goes through, in this order. */
  List<String> steps() {
    return steps;
  }

  /** Whether calls that are under way meet with it. */
  boolean interrupts() {
    return steps.contains("drain");
  }

  /** Whether it has a meaning for a server that the configuration disables. */
  boolean suitsDisabled() {
    return this == ENABLE || this == DISABLE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
