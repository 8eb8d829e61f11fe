package dev.omnibus.bench.bridge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The floor: a loop of {@code write()} of the same bytes to each socket, and nothing else. What it
 * costs is the kernel. With an argument so many threads write, each to its share of the sockets.
 * Prints its port.
 */
public final class FloorServer {

  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  /** The sockets that one thread writes to, by what they asked for. */
  private static final class Share {
    private final Map<String, List<SocketChannel>> sockets = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    void add(String group, SocketChannel socket) {
      sockets.computeIfAbsent(group, missing -> new CopyOnWriteArrayList<>()).add(socket);
    }

    void tell(String group, ByteBuffer frame) {
      for (SocketChannel socket : sockets.getOrDefault(group, List.of())) {
        write(socket, frame);
      }
    }

    private void write(SocketChannel socket, ByteBuffer frame) {
      try {
        frame.rewind();
        while (frame.hasRemaining()) {
          socket.write(frame);
        }
      } catch (IOException gone) {
        sockets.values().forEach(some -> some.remove(socket));
      }
    }
  }

  private final List<Share> shares;
  private long seq;

  private FloorServer(int threads) {
    this.shares = Stream.generate(Share::new).limit(threads).toList();
  }

  public static void main(String[] args) throws Exception {
    FloorServer floor = new FloorServer(args.length > 0 ? Integer.parseInt(args[0]) : 1);
    ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    Thread door = new Thread(() -> floor.accept(server), "door");
    door.setDaemon(true);
    door.start();
    System.out.println(server.socket().getLocalPort());
    new Source(floor::publish, line -> "").serve();
    System.exit(0);
  }

  private void accept(ServerSocketChannel server) {
    try {
      for (int i = 0; true; i++) {
        SocketChannel socket = server.accept();
        socket.socket().setTcpNoDelay(true);
        // The request is short and comes in one piece.
        ByteBuffer request = ByteBuffer.allocate(4096);
        socket.read(request);
        socket.write(ByteBuffer.wrap(SWITCHED.getBytes(StandardCharsets.US_ASCII)));
        shares.get(i % shares.size()).add(group(request), socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code GET /s7 HTTP/1.1}; nothing for those who hear all. */
  private static String group(ByteBuffer request) {
    String head = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
    return head.split(" ", 3)[1].substring(1);
  }

  private void publish(String address, String asked, String text) {
    String group = asked == null ? "" : asked;
    JsonObject body = StockServer.envelope(++seq, text);
    byte[] bytes =
        new JsonObject()
            .put("type", "rec")
            .put("address", address)
            .put("body", body)
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocateDirect(bytes.length + 4);
    frame.put((byte) 0x81).put((byte) 126).putShort((short) bytes.length).put(bytes).flip();
    if (shares.size() == 1) {
      shares.get(0).tell(group, frame);
    } else {
      shares.forEach(share -> share.thread.execute(() -> share.tell(group, frame.duplicate())));
    }
  }
}
