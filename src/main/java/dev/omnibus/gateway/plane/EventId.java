package dev.omnibus.gateway.plane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What an agent comes back with ({@code Last-Event-ID}). It names the node that keeps the stream,
 * and the request that the stream answers, so that any node can say what became of it when the
 * keeper is gone: {@code 3.17.NQ.n1@k3f9}.
 *
 * @param event number within the stream
 * @param stream number within the node
 * @param call raw JSON of the id of the request; empty for the stream that answers none
 */
record EventId(long event, long stream, String call, String node) {

  private static final int MAX_LENGTH = 1_000;

  static Optional<EventId> parse(String text) {
    String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\.", 4);
    if (parts.length != 4) {
      return Optional.empty();
    }
    try {
      String call = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
      return Optional.of(
          new EventId(Long.parseLong(parts[0]), Long.parseLong(parts[1]), call, parts[3]));
    } catch (IllegalArgumentException noneOfOurs) {
      return Optional.empty();
    }
  }

  boolean answersACall() {
    return !call.isEmpty();
  }

  @Override
  public String toString() {
    String name =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(call.getBytes(StandardCharsets.UTF_8));
    return event + "." + stream + "." + name + "." + node;
  }
}
