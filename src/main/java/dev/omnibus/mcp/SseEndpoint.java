package dev.omnibus.mcp;

/**
 * A server of the oldest HTTP kind (2024-11-05): one event stream, and posts beside it.
 *
 * @param at where it is and what it is shown; the stream is opened there
 */
public record SseEndpoint(HttpEndpoint at) implements Endpoint {

  @Override
  public TransportKind kind() {
    return TransportKind.SSE;
  }

  @Override
  public String label() {
    return at.label();
  }

  @Override
  public String toString() {
    return "SseEndpoint[" + label() + "]";
  }
}
