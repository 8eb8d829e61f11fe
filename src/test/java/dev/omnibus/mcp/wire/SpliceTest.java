package dev.omnibus.mcp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SpliceTest {

  @Test
  void nothing_changed_is_the_same_bytes() {
    Envelope message = message("{\"a\":1}");
    assertSame(message.bytes(), message.splice().remove("params", "b").done());
  }

  @Test
  void a_replaced_value_leaves_the_rest_as_it_was() {
    String changed =
        message("{ \"a\" : 1.0, \"b\":2 }").splice().put(List.of("params"), "b", "3").done() + "";
    assertEquals(text("{ \"a\" : 1.0, \"b\":3 }"), changed);
  }

  @Test
  void a_new_member_goes_first() {
    assertEquals(
        text("{\"b\":2,\"a\":1}"),
        message("{\"a\":1}").splice().put(List.of("params"), "b", "2").done().toString());
  }

  @Test
  void missing_objects_are_made_once() {
    assertEquals(
        text("{\"_meta\":{\"x\":1,\"y\":2}}"),
        message("{}")
            .splice()
            .put(List.of("params", "_meta"), "x", "1")
            .put(List.of("params", "_meta"), "y", "2")
            .done()
            .toString());
  }

  @Test
  void all_members_can_be_replaced_by_another() {
    assertEquals(
        text("{\"z\":0}"),
        message("{\"a\":1,\"b\":2}")
            .splice()
            .remove("params", "a")
            .remove("params", "b")
            .put(List.of("params"), "z", "0")
            .done()
            .toString());
  }

  @Test
  void items_are_cut_out_of_an_array() {
    Envelope message = message("{\"l\":[1, 2,3,4 ]}");
    assertEquals(
        text("{\"l\":[2,4 ]}"),
        message
            .splice()
            .keep(message.items("params", "l"), s -> Set.of("2", "4").contains(message.raw(s)))
            .done()
            .toString());
  }

  @Property
  void any_removals_leave_the_other_members(
      @ForAll boolean a, @ForAll boolean b, @ForAll boolean c, @ForAll boolean add) {
    Splice splice = message("{\"a\":1, \"b\":[2] ,\"c\":{}}").splice();
    JsonObject wanted = new JsonObject("{\"a\":1,\"b\":[2],\"c\":{}}");
    Stream.of("a", "b", "c")
        .filter(key -> key.equals("a") && a || key.equals("b") && b || key.equals("c") && c)
        .forEach(
            key -> {
              splice.remove("params", key);
              wanted.remove(key);
            });
    if (add) {
      splice.putText(List.of("params"), "d", "\"");
      wanted.put("d", "\"");
    }
    assertEquals(wanted, new JsonObject(splice.done().toString()).getJsonObject("params"));
  }

  private static Envelope message(String params) {
    return Envelope.of(text(params));
  }

  private static String text(String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":" + params + "}";
  }
}
