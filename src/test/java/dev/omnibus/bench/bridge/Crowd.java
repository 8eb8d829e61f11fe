package dev.omnibus.bench.bridge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Sockets at one server that hear the same, and what they heard since they were told to listen. */
final class Crowd {

  static final byte[] NOTHING = {};
  private static final int HELLO_SPACE = 4 << 10;
  private static final int MOST_AT_ONCE = 200;

  /** Of one local address; it has too few ports for very many. */
  private static final int SOCKETS_AN_ADDRESS = 2_000;

  /** Local addresses that were used: ports of ended connections are not free for a minute. */
  private static int addressesUsed;

  private final String name;
  private final Selector selector;
  private final Speech speech;
  private final int port;
  private final int wanted;
  private final List<String> addresses;
  private final boolean acknowledged;
  private final List<ByteBuffer> hellos;
  private final int groups;
  private final int receiveBuffer;
  private final ByteBuffer ping;
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<String, Integer> closings = new TreeMap<>();
  private final Histogram latency = new Histogram(60_000_000_000L, 2);
  private final Histogram answers = new Histogram(60_000_000_000L, 2);
  private final long began = System.nanoTime();
  private int joined;
  private long total;
  private long wrong;
  private long reads;
  private long goal = Long.MAX_VALUE;
  private long deadline = Long.MAX_VALUE;
  private int step;
  private long credited;
  private boolean opened;

  Crowd(Selector selector, String[] words) {
    this.selector = selector;
    this.name = words[1];
    this.speech = Speech.valueOf(words[2]);
    this.port = Integer.parseInt(words[3]);
    this.wanted = Integer.parseInt(words[4]);
    this.acknowledged = Boolean.parseBoolean(words[5]);
    this.receiveBuffer = Integer.parseInt(words[6]);
    this.addresses = List.of(words[7].split(","));
    this.groups = Integer.parseInt(words[8]);
    this.hellos = IntStream.range(0, groups).mapToObj(this::firstWords).toList();
    this.ping = Listener.prepared(speech.ping());
  }

  String name() {
    return name;
  }

  Speech speech() {
    return speech;
  }

  List<String> addresses() {
    return addresses;
  }

  /** Whether this server says that a register stands. */
  boolean acknowledged() {
    return acknowledged;
  }

  List<Listener> listeners() {
    return listeners;
  }

  private ByteBuffer firstWords(int group) {
    List<String> first = new ArrayList<>(registers(group));
    if (speech.isBus() && !acknowledged) {
      first.add(speech.last());
    }
    ByteBuffer hello = ByteBuffer.allocateDirect(HELLO_SPACE);
    first.forEach(text -> hello.put(Listener.masked(1, text.getBytes(StandardCharsets.UTF_8))));
    return hello.flip();
  }

  private List<String> registers(int group) {
    if (groups == 1) {
      return speech.hello(addresses, new JsonObject());
    }
    String name = Source.group(group);
    return acknowledged
        ? speech.hello(addresses, new JsonObject().put("server", name))
        : speech.hello(
            addresses.stream().map(a -> StockServer.own(a, name)).toList(), new JsonObject());
  }

  /** What a socket says first, in one write. */
  ByteBuffer hello(int index) {
    return hellos.get(Pace.group(index, groups)).rewind();
  }

  /** Opens some more. */
  void grow() throws IOException {
    while (listeners.size() < wanted && listeners.size() - joined < MOST_AT_ONCE) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      if (receiveBuffer > 0) {
        channel.socket().setReceiveBufferSize(receiveBuffer);
      }
      channel.bind(new InetSocketAddress(local(listeners.size()), 0));
      Listener listener = new Listener(this, channel, listeners.size());
      listener.key(channel.register(selector, SelectionKey.OP_CONNECT, listener));
      listeners.add(listener);
      channel.connect(new InetSocketAddress("127.0.0.1", port));
    }
  }

  private static String local(int index) {
    if (index % SOCKETS_AN_ADDRESS == 0) {
      addressesUsed++;
    }
    return "127.1." + addressesUsed / 250 + "." + (1 + addressesUsed % 250);
  }

  byte[] request(int index) {
    return ("GET "
            + speech.path(index, groups == 1 ? null : Source.group(Pace.group(index, groups)))
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + speech.headers()
            + "Authorization: Bearer "
            + BridgeNode.KEY
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  void joined() {
    joined++;
  }

  /** Says once that all are in. */
  void tellOpened() {
    if (!opened && joined == wanted) {
      opened = true;
      System.out.println((System.nanoTime() - began) / 1_000_000);
    }
  }

  void listen() {
    total = 0;
    wrong = 0;
    reads = 0;
    credited = 0;
    latency.reset();
    answers.reset();
    listeners.forEach(Listener::forget);
    System.out.println("listening");
  }

  void read() {
    reads++;
  }

  void heard(boolean inOrder, long sent) {
    total++;
    if (!inOrder) {
      wrong++;
    }
    latency.recordValue(Math.max(0, Math.min(System.nanoTime() - sent, 59_000_000_000L)));
  }

  void answered(long sent) {
    answers.recordValue(System.nanoTime() - sent);
  }

  /**
   * @param why code and reason, as the framing says it
   */
  void closed(String why) {
    closings.merge(why, 1, Integer::sum);
  }

  /** What clients say that have nothing to say. */
  ByteBuffer ping() {
    return ping;
  }

  void goal(long events, long millis) {
    goal = events;
    deadline = System.nanoTime() + millis * 1_000_000;
  }

  /** Says each time when so many events came to everybody, so that as many more are told. */
  void pump(int events) {
    step = events;
    credited = total / wanted;
  }

  /** Says what is due. */
  void look(long now) {
    if (step > 0 && total / wanted - credited >= step) {
      long more = total / wanted - credited;
      credited += more;
      System.out.println("credit " + more);
    }
    if (total >= goal || now > deadline) {
      goal = Long.MAX_VALUE;
      deadline = Long.MAX_VALUE;
      tell();
    }
  }

  /**
   * What was heard since it listens; closings are of all the time. {@code total wrong reads p50us
   * p99us p999us maxus answers answerP99us closings}.
   *
   * <p>Closings: {@code {3008:slow=1}}, of SockJS {@code {c[3008,"slow"]=1}}.
   */
  void tell() {
    System.out.printf(
        "%d %d %d %d %d %d %d %d %d %s%n",
        total,
        wrong,
        reads,
        latency.getValueAtPercentile(50) / 1000,
        latency.getValueAtPercentile(99) / 1000,
        latency.getValueAtPercentile(99.9) / 1000,
        latency.getMaxValue() / 1000,
        answers.getTotalCount(),
        answers.getValueAtPercentile(99) / 1000,
        closings.toString().replace(' ', '_'));
  }
}
