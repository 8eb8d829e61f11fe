package dev.omnibus.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TickTest {

  private static final String TEXT =
      "{\"at\":1764380000,\"server\":[\"\",\"files\",\"files\"],\"replica\":[0,0,2],"
          + "\"tool\":[\"\",\"read\",\"\"],\"node.cpu\":[17.5,null,null],\"calls\":[null,3,1],"
          + "\"latency\":[null,[210,1,1096,2],null]}";

  private static Tick tick() {
    return new Tick(
        1764380000,
        List.of(
            new Row(SeriesKey.NODE).put(Metric.NODE_CPU, 17.5),
            new Row(SeriesKey.tool("files", "read"))
                .put(Metric.CALLS, 3)
                .put(
                    Metric.LATENCY,
                    SparseHistogram.of(210)
                        .merge(SparseHistogram.of(1100))
                        .merge(SparseHistogram.of(1101))),
            new Row(SeriesKey.owned("files~2")).put(Metric.CALLS, 1)));
  }

  @Test
  void it_is_written_in_columns() {
    assertEquals(TEXT, tick().toJson().encode());
  }

  @Test
  void what_is_read_says_the_same() {
    assertEquals(TEXT, Tick.fromJson(new JsonObject(TEXT)).toJson().encode());
  }

  @Test
  void a_gauge_that_nobody_knows_is_written_as_less_than_nothing() {
    Row row = new Row(SeriesKey.server("files")).put(Metric.RSS, Metric.UNKNOWN);
    JsonObject json = new Tick(5, List.of(row)).toJson();
    assertEquals(-1, json.getJsonArray("rss").getValue(0));
    Row read = Tick.fromJson(json).rows().get(0);
    assertEquals(Metric.UNKNOWN, read.numbers().get(Metric.RSS));
  }

  @Test
  void a_column_of_a_newer_node_is_passed_over() {
    JsonObject newer = new JsonObject(TEXT).put("moods", new JsonObject());
    assertEquals(TEXT, Tick.fromJson(newer).toJson().encode());
  }

  @Test
  void many_rows_go_in_parts_of_which_the_last_says_that_it_is() {
    List<Row> rows =
        IntStream.range(0, 25)
            .mapToObj(i -> new Row(SeriesKey.server("s" + i)).put(Metric.CALLS, i))
            .toList();
    List<Tick> parts = new Tick(5, rows).parts(10);
    assertEquals(List.of(10, 10, 5), parts.stream().map(part -> part.rows().size()).toList());
    assertEquals(List.of(true, true, false), parts.stream().map(Tick::more).toList());
    assertFalse(parts.get(2).toJson().containsKey("more"));
    assertEquals(1, new Tick(5, List.of()).parts(10).size());
  }
}
