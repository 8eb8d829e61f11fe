package dev.omnibus.mcp.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** From the bytes of a server to its messages. */
public final class ServerMessages {

  private ServerMessages() {}

  /** One message, or several in a batch (2025-03-26); none when it is not JSON-RPC. */
  public static List<Envelope> in(Buffer bytes) {
    try {
      return isArray(bytes) ? batch(bytes) : List.of(Envelope.ofServer(bytes));
    } catch (WireException notRpc) {
      return List.of();
    }
  }

  private static boolean isArray(Buffer bytes) {
    int at = 0;
    while (at < bytes.length() && bytes.getByte(at) <= ' ') {
      at++;
    }
    return at < bytes.length() && bytes.getByte(at) == '[';
  }

  private static List<Envelope> batch(Buffer bytes) {
    byte[] in = bytes.getBytes();
    JsonScanner scanner = new JsonScanner(in, 0, in.length);
    List<Span> items = new ArrayList<>();
    scanner.array(0, (start, end) -> items.add(new Span(start, end)));
    return scanner.atEnd()
        ? items.stream().flatMap(item -> in(part(bytes, item)).stream()).toList()
        : List.of();
  }

  private static Buffer part(Buffer bytes, Span item) {
    // An array within the array is no message of a batch.
    return bytes.getByte(item.start()) == '['
        ? Buffer.buffer()
        : bytes.slice(item.start(), item.end());
  }
}
