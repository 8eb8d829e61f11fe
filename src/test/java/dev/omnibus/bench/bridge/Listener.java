package dev.omnibus.bench.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One socket of the load: a WebSocket client that reads frames and looks for the marks of events in
 * them, as cheaply as it can. It sends with a mask of zeros, which is a mask.
 */
final class Listener {

  private static final int MARK = 1 + Source.NUMBER + Source.TIME + 1;

  private final Crowd crowd;
  private final SocketChannel channel;
  private final int index;
  private SelectionKey key;
  private boolean upgraded;
  private boolean over;
  private boolean greeted;
  private int acknowledged;
  private boolean joined;
  private byte[] rest = new byte[0];
  private ByteArrayOutputStream fragments;
  private long last = -1;

  Listener(Crowd crowd, SocketChannel channel, int index) {
    this.crowd = crowd;
    this.channel = channel;
    this.index = index;
  }

  void key(SelectionKey own) {
    key = own;
  }

  /** From now on any number may be the next. */
  void forget() {
    last = -1;
  }

  void stall(boolean stalled) {
    key.interestOps(stalled ? 0 : SelectionKey.OP_READ);
  }

  void connected() throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    write(crowd.request(index));
  }

  /** Reads what is there. The work space belongs to all, one after the other. */
  void read(ByteBuffer in, byte[] work) throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      throw new IOException("closed");
    }
    crowd.read();
    System.arraycopy(rest, 0, work, 0, rest.length);
    in.flip().get(work, rest.length, count);
    int end = rest.length + count;
    int from = upgraded ? frames(work, 0, end) : head(work, end);
    rest = from == end ? Crowd.NOTHING : Arrays.copyOfRange(work, from, end);
  }

  private int head(byte[] work, int end) throws IOException {
    for (int i = 3; i < end; i++) {
      if (work[i] == '\n' && work[i - 1] == '\r' && work[i - 2] == '\n') {
        String head = new String(work, 0, i, StandardCharsets.US_ASCII);
        if (!head.startsWith("HTTP/1.1 101 ")) {
          throw new IOException(head);
        }
        upgraded = true;
        switch (crowd.speech()) {
          case RAW, RAW_DEFLATED -> hello();
          case PLAIN -> join();
          case SOCKJS, SOCKETIO -> {}
        }
        return frames(work, i + 1, end);
      }
    }
    return 0;
  }

  private void hello() throws IOException {
    greeted = true;
    write(crowd.hello(index));
  }

  private void join() {
    if (!joined) {
      joined = true;
      crowd.joined();
    }
  }

  /** Takes whole frames; answers where the first one begins that is not whole. */
  private int frames(byte[] a, int from, int end) throws IOException {
    int at = from;
    while (end - at >= 2) {
      int length = a[at + 1] & 0x7f;
      int body = at + 2;
      if (length == 126) {
        if (end - at < 4) {
          return at;
        }
        length = (a[at + 2] & 0xff) << 8 | a[at + 3] & 0xff;
        body = at + 4;
      } else if (length == 127) {
        if (end - at < 10) {
          return at;
        }
        length = (int) ByteBuffer.wrap(a, at + 2, 8).getLong();
        body = at + 10;
      }
      if (end - body < length) {
        return at;
      }
      frame(a[at], a, body, length);
      at = body + length;
    }
    return at;
  }

  private void frame(byte head, byte[] a, int from, int length) throws IOException {
    int opcode = head & 0xf;
    boolean whole = (head & 0x80) != 0;
    switch (opcode) {
      case 8 -> ended(closing(a, from, length));
      case 9 -> write(masked(0xA, Arrays.copyOfRange(a, from, from + length)));
      case 10 -> {}
      default -> {
        if ((head & 0x40) != 0) {
          byte[] text = Inflated.of(a, from, length);
          message(text, 0, text.length);
        } else if (whole && fragments == null) {
          message(a, from, length);
        } else {
          fragment(whole, a, from, length);
        }
      }
    }
  }

  /** {@code 3008:slow}, as a close frame says it. */
  private static String closing(byte[] a, int from, int length) {
    return length < 2
        ? "1005"
        : ((a[from] & 0xff) << 8 | a[from + 1] & 0xff)
            + ":"
            + new String(a, from + 2, length - 2, StandardCharsets.UTF_8);
  }

  private void fragment(boolean last, byte[] a, int from, int length) throws IOException {
    if (fragments == null) {
      fragments = new ByteArrayOutputStream();
    }
    fragments.write(a, from, length);
    if (last) {
      byte[] all = fragments.toByteArray();
      fragments = null;
      message(all, 0, all.length);
    }
  }

  private void message(byte[] a, int from, int length) throws IOException {
    if (!joined || crowd.speech() == Speech.SOCKETIO && length == 1) {
      greeting(new String(a, from, length, StandardCharsets.UTF_8));
    }
    if (crowd.speech() == Speech.SOCKJS && length > 0 && a[from] == 'c') {
      ended(new String(a, from, length, StandardCharsets.UTF_8)); // the frame after it says 1000
    }
    int end = from + length;
    for (int i = from; i + MARK <= end; i++) {
      if (a[i] == '~' && a[i + MARK - 1] == '~') {
        mark(a, i + 1);
        i += MARK - 1;
      }
    }
  }

  private void mark(byte[] a, int from) {
    long number = digits(a, from, Source.NUMBER);
    long time = digits(a, from + Source.NUMBER, Source.TIME);
    if (number == 0) {
      crowd.answered(time);
    } else {
      crowd.heard(last < 0 || number == last + 1, time);
      last = number;
    }
  }

  private static long digits(byte[] a, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value * 10 + a[i] - '0';
    }
    return value;
  }

  private void greeting(String text) throws IOException {
    if (crowd.speech() == Speech.SOCKETIO) {
      switch (text.substring(0, Math.min(2, text.length()))) {
        case "0{" -> hello();
        case "2" -> send("3");
        case "40" -> join();
        default -> {}
      }
    } else if (!greeted && text.startsWith("o")) {
      hello();
    } else if (text.contains("registered")) {
      acknowledged += count(text, "registered");
      if (acknowledged >= crowd.addresses().size()) {
        join();
      }
    } else if (text.contains("access_denied") && !crowd.acknowledged()) {
      join();
    }
  }

  private static int count(String text, String word) {
    int count = 0;
    for (int i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
      count++;
    }
    return count;
  }

  /** Says it, unless the socket has ended. */
  void say(String text) {
    try {
      if (!over) {
        send(text);
      }
    } catch (IOException gone) {
      gone(gone);
    }
  }

  void send(String text) throws IOException {
    write(masked(1, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Says what is prepared, unless the other side reads so little that there is no room for it. */
  void say(ByteBuffer prepared) {
    try {
      if (!over && channel.write(prepared.rewind()) > 0) {
        write(prepared);
      }
    } catch (IOException gone) {
      gone(gone);
    }
  }

  static ByteBuffer prepared(String text) {
    byte[] frame = masked(1, text.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocateDirect(frame.length).put(frame);
  }

  static byte[] masked(int opcode, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(body.length + 8);
    frame.put((byte) (0x80 | opcode));
    if (body.length < 126) {
      frame.put((byte) (0x80 | body.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) body.length);
    }
    frame.putInt(0).put(body);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private void write(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes));
  }

  private void write(ByteBuffer out) throws IOException {
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** It ended without a word. */
  void gone(IOException why) {
    ended("1006:" + why.getMessage());
    if (!upgraded) {
      System.err.println(why);
    }
  }

  private void ended(String why) {
    if (!over) {
      over = true;
      crowd.closed(why);
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
