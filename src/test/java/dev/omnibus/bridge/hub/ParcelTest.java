package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParcelTest {

  private final AtomicInteger encoded = new AtomicInteger();
  private final Parcel.Framing framing =
      packets -> {
        encoded.incrementAndGet();
        byte[] text = packets.get(0).text().getBytes(StandardCharsets.UTF_8);
        return Unpooled.directBuffer().writeBytes(text);
      };
  private final Parcel parcel = new Parcel(List.of(Packet.of(new JsonObject().put("n", 1))));

  private static String rest(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void sockets_that_take_all_at_once_share_the_bytes() {
    ByteBuf first = parcel.in(framing);
    first.release();
    ByteBuf second = parcel.in(framing);
    assertSame(first, second);
    assertEquals(1, encoded.get());
  }

  @Test
  void a_socket_that_took_only_a_part_disturbs_nobody() {
    ByteBuf slow = parcel.in(framing);
    slow.skipBytes(4);
    ByteBuf other = parcel.in(framing);
    assertNotSame(slow, other);
    assertEquals("{\"n\":1}", rest(other));
    other.release();
    parcel.release();
    assertEquals(":1}", rest(slow));
    assertEquals(1, encoded.get());
  }

  @Test
  void bytes_that_were_taken_in_parts_are_whole_for_the_next() {
    ByteBuf first = parcel.in(framing);
    first.skipBytes(4);
    first.release();
    assertEquals("{\"n\":1}", rest(parcel.in(framing)));
  }

  @Test
  void each_framing_has_bytes_of_its_own() {
    Parcel.Framing other = packets -> Unpooled.directBuffer().writeByte('x');
    parcel.in(framing).release();
    assertEquals("x", rest(parcel.in(other)));
  }

  @Test
  void nothing_is_left_when_all_are_done() {
    ByteBuf bytes = parcel.in(framing);
    parcel.retain();
    parcel.release();
    bytes.release();
    assertEquals(1, bytes.refCnt());
    parcel.release();
    assertEquals(0, bytes.refCnt());
  }
}
