package dev.omnibus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1@test0", Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void an_answer_that_throws_is_a_bug_and_not_a_silence() throws Exception {
    assertEquals(Failure.BUG, failure(request -> failing()));
  }

  @Test
  void an_answer_that_refuses_the_body_is_a_bad_request() throws Exception {
    assertEquals(
        Failure.BAD_REQUEST,
        failure(
            request -> {
              throw new IllegalArgumentException("missing 'server'");
            }));
  }

  private static Future<JsonObject> failing() {
    throw new IllegalStateException("unforeseen");
  }

  private Failure failure(Function<Request, Future<JsonObject>> answer) throws Exception {
    bus.answer("query.test", answer);
    try {
      bus.ask("query.test", new JsonObject(), null, Duration.ofSeconds(60))
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      throw new AssertionError("it was answered");
    } catch (ExecutionException e) {
      return ((BusException) e.getCause()).failure();
    }
  }
}
