package dev.omnibus.demo;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The SDK's stdio transport with its messages sent one by one. The SDK answers calls on several
 * threads, but its transport refuses a message while another thread hands one over, and the session
 * ends on that.
 */
record OneByOne(McpServerTransport transport) implements McpServerTransport {

  /** The transport hands a message over while it is subscribed to, which is what the lock holds. */
  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromFuture(
        () -> {
          synchronized (transport) {
            return transport.sendMessage(message).toFuture();
          }
        });
  }

  @Override
  public Mono<Void> closeGracefully() {
    return transport.closeGracefully();
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return transport.protocolVersions();
  }
}
