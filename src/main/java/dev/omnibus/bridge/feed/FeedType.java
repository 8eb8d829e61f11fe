package dev.omnibus.bridge.feed;

import dev.omnibus.bus.Addresses;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The event types of {@code /ws/mcp-status} and the bus addresses they come from. Only what is
 * really emitted stands here, so nothing is advertised in vain.
 */
enum FeedType {
  STATUS(
      "mcp_status_change",
      Addresses.EVENT_SERVER_STATUS,
      "Status change",
      "The state of a server changed",
      List.of("info", "warning", "error", "critical")),
  BREAKER(
      "circuit_breaker_state",
      Addresses.EVENT_BREAKER_STATE,
      "Circuit breaker",
      "A circuit breaker changed its state",
      List.of("info", "warning", "error", "critical")),
  HEALTH(
      "mcp_health_check",
      Addresses.EVENT_SERVER_HEALTH,
      "Health check",
      "A server was probed",
      List.of("info")),
  REMOVED(
      "mcp_removed",
      Addresses.EVENT_SERVER_REMOVED,
      "Removed",
      "A server left the configuration",
      List.of("info")),
  SYSTEM(
      "system_health",
      Addresses.EVENT_NODE_LOAD,
      "System health",
      "How a node is",
      List.of("info"));

  private final String word;
  private final String address;
  private final String label;
  private final String description;
  private final List<String> severities;

  FeedType(String word, String address, String label, String description, List<String> severities) {
    this.word = word;
    this.address = address;
    this.label = label;
    this.description = description;
    this.severities = severities;
  }

  String word() {
    return word;
  }

  String address() {
    return address;
  }

  String label() {
    return label;
  }

  String description() {
    return description;
  }

  List<String> severities() {
    return severities;
  }

  /** The type with this name on the wire. */
  static Optional<FeedType> named(Object word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  /** The type of the events of an address. */
  static FeedType from(String address) {
    return Arrays.stream(values()).filter(t -> t.address.equals(address)).findFirst().orElseThrow();
  }
}
