package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

  /** Writes down what it is told, and keeps back as many bytes as the test says. */
  private static final class Paper implements Wire {
    private final List<String> lines = new ArrayList<>();
    private long pending;

    @Override
    public void write(Parcel parcel) {
      lines.add(parcel.packets().get(0).text());
    }

    @Override
    public void flush() {
      lines.add("flush");
    }

    @Override
    public long pending() {
      return pending;
    }

    @Override
    public boolean ping() {
      return true;
    }

    @Override
    public void close(int code, String reason) {}
  }

  private final Paper paper = new Paper();
  private final Outbox outbox = new Outbox(paper);

  @Test
  void what_was_put_in_leaves_in_its_order_and_in_one_go() {
    outbox.add(parcel(1));
    outbox.add(parcel(2));
    outbox.add(parcel(3));
    outbox.flush();
    outbox.flush();
    assertEquals(List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "flush"), paper.lines);
  }

  @Test
  void what_is_written_at_once_comes_behind_what_was_put_in() {
    outbox.write(parcel(1));
    assertEquals(List.of("{\"n\":1}", "flush"), paper.lines);
    paper.lines.clear();
    outbox.add(parcel(2));
    outbox.write(parcel(3));
    assertEquals(List.of("{\"n\":2}", "{\"n\":3}", "flush"), paper.lines);
  }

  @Test
  void what_waits_here_counts_as_much_as_what_waits_in_the_wire() {
    paper.pending = 10;
    outbox.add(parcel(1));
    outbox.flush();
    outbox.add(parcel(2));
    assertTrue(outbox.hasRoom(17));
    assertFalse(outbox.hasRoom(16));
  }

  @Test
  void a_wire_that_was_full_is_looked_at_again() {
    paper.pending = 100;
    outbox.add(parcel(1));
    outbox.flush();
    assertFalse(outbox.hasRoom(50));
    paper.pending = 0;
    assertTrue(outbox.hasRoom(50));
  }

  @Test
  void the_bytes_are_kept_until_they_left_and_no_longer() {
    ByteBuf bytes = Unpooled.buffer(8).writeByte(1);
    Parcel parcel = parcel(1);
    Parcel.Framing framing = packets -> bytes;
    parcel.in(framing).release();
    outbox.add(parcel);
    parcel.release();
    assertEquals(1, bytes.refCnt());
    outbox.flush();
    assertEquals(0, bytes.refCnt());
  }

  @Test
  void what_nobody_will_read_is_let_go() {
    outbox.add(parcel(1));
    outbox.drop();
    outbox.flush();
    assertEquals(List.of(), paper.lines);
  }

  private static Parcel parcel(int n) {
    return new Parcel(List.of(Packet.of(new JsonObject().put("n", n))));
  }
}
