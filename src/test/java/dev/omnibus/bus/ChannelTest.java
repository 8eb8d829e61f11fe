package dev.omnibus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends within one node, and an end alone before a far one that only notes down. */
class ChannelTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1", Clock.systemUTC());
  private final Context context = vertx.getOrCreateContext();
  private final Noting far = new Noting();
  private final Channel end = new Channel(context);
  private Channel accepted;

  private static final class Noting implements Channel.Far {
    final List<Integer> pieces = new ArrayList<>();
    int credit;
    String reason;

    @Override
    public void piece(Buffer piece, int left) {
      pieces.add(piece.length());
    }

    @Override
    public void credit(int bytes) {
      credit += bytes;
    }

    @Override
    public void close(String why) {
      reason = why;
    }

    @Override
    public int longest() {
      return Channel.PIECE;
    }
  }

  @BeforeEach
  void open() {
    await(bus.channels().listen());
    await(on(() -> bus.channels().answer("door", this::accept)));
  }

  private Future<JsonObject> accept(JsonObject asked, Channel channel) {
    if (asked.containsKey("refuse")) {
      throw Failure.UNAVAILABLE.because("not today");
    }
    accepted = channel;
    return Future.succeededFuture(new JsonObject().put("hello", asked.getString("name")));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void who_opens_a_channel_gets_the_answer_of_who_accepts_it() {
    assertEquals("ann", opened().answer().getString("hello"));
  }

  @Test
  void a_refusal_comes_back_as_the_failure_it_is() {
    JsonObject body = new JsonObject().put("refuse", true);
    BusException no =
        assertThrows(
            BusException.class, () -> await(on(() -> channels().open("n1", "door", body, SOON))));
    assertEquals(Failure.UNAVAILABLE, no.failure());
  }

  @Test
  void messages_go_both_ways_in_their_order() {
    Channel opener = opened().channel();
    Promise<List<Integer>> all = Promise.promise();
    List<Integer> heard = new ArrayList<>();
    await(
        on(
            () -> {
              accepted.onMessage(accepted::send);
              opener.onMessage(
                  message -> {
                    heard.add(message.getInt(0));
                    if (heard.size() == 10_000) {
                      all.complete(heard);
                    }
                  });
              for (int i = 0; i < 10_000; i++) {
                opener.send(Buffer.buffer().appendInt(i).appendBytes(new byte[1_000]));
              }
              return Future.succeededFuture();
            }));
    List<Integer> numbers = await(all.future());
    for (int i = 0; i < 10_000; i++) {
      assertEquals(i, numbers.get(i));
    }
  }

  @Test
  void the_end_at_one_end_is_the_end_at_the_other() {
    Channel opener = opened().channel();
    context.runOnContext(v -> opener.close());
    await(accepted.closed());
    assertEquals("closed", await(opener.closed()));
  }

  @Test
  void no_more_than_a_window_leaves_before_the_other_end_took_it() {
    end.connect(far);
    end.send(Buffer.buffer(new byte[5 << 20]));
    int left = far.pieces.stream().mapToInt(Integer::intValue).sum();
    assertTrue(left >= Channel.WINDOW && left < Channel.WINDOW + Channel.PIECE, () -> left + "");
    assertTrue(end.isFull());
    boolean[] drained = new boolean[1];
    end.onDrain(() -> drained[0] = true);
    for (int i = 0; i < 5; i++) {
      end.credited(Channel.WINDOW);
    }
    assertEquals(5 << 20, far.pieces.stream().mapToInt(Integer::intValue).sum());
    assertFalse(end.isFull());
    assertTrue(drained[0]);
  }

  @Test
  void an_end_that_is_paused_repays_nothing() {
    end.connect(far);
    end.onMessage(message -> {});
    end.pause();
    for (int i = 0; i < 16; i++) {
      end.arrived(Buffer.buffer(new byte[Channel.PIECE]), 0);
    }
    assertEquals(0, far.credit);
    end.resume();
    assertTrue(far.credit >= Channel.WINDOW / 4 * 3);
  }

  @Test
  void pieces_become_the_message_again() {
    end.connect(far);
    List<Buffer> heard = new ArrayList<>();
    end.onMessage(heard::add);
    end.arrived(Buffer.buffer("ab"), 4);
    end.arrived(Buffer.buffer("cd"), 2);
    assertTrue(heard.isEmpty());
    end.arrived(Buffer.buffer("ef"), 0);
    end.arrived(Buffer.buffer("g"), 0);
    assertEquals(List.of(Buffer.buffer("abcdef"), Buffer.buffer("g")), heard);
  }

  @Test
  void a_handler_that_pauses_hears_nothing_more_until_it_resumes() {
    end.connect(far);
    List<Buffer> heard = new ArrayList<>();
    end.onMessage(
        message -> {
          heard.add(message);
          end.pause();
        });
    end.arrived(Buffer.buffer("a"), 0);
    end.arrived(Buffer.buffer("b"), 0);
    assertEquals(1, heard.size());
    end.resume();
    assertEquals(2, heard.size());
  }

  @Test
  void a_frame_is_the_same_after_the_wire() {
    Frame frame = new Frame(Frame.Kind.PIECE, 7, 1 << 20, "n1@k3f9#7", Buffer.buffer("{}"));
    assertEquals(frame, Frame.of(frame.toBuffer()));
  }

  private Channels channels() {
    return bus.channels();
  }

  private Channels.Opened opened() {
    JsonObject body = new JsonObject().put("name", "ann");
    return await(on(() -> channels().open("n1", "door", body, SOON)));
  }

  private <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> work.get().onComplete(done));
    return done.future();
  }

  private static <T> T await(Future<T> future) {
    return future.timeout(60, TimeUnit.SECONDS).await();
  }
}
