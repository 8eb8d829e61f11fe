package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class JoiningTest {

  private final ClusterConfig cluster = ClusterConfig.fromJson(new JsonObject());

  @Test
  void who_is_never_let_in_is_told_where() {
    assertEquals(
        "not let into cluster 'omnibus' within 0 s; does one of its nodes stand still?"
            + " (looked at [127.0.0.1])",
        failure(Joining.within(Duration.ofMillis(1), cluster, Promise.promise().future()))
            .getMessage());
  }

  @Test
  void what_else_went_wrong_is_said_as_it_is() {
    Exception other = new IllegalStateException("no free port");
    assertSame(other, failure(Joining.within(cluster, Future.failedFuture(other))));
  }

  private static Throwable failure(Future<?> future) {
    return Assertions.assertThrows(
            CompletionException.class,
            () -> future.toCompletionStage().toCompletableFuture().join())
        .getCause();
  }
}
