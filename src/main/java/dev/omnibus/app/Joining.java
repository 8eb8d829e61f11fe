package dev.omnibus.app;

import dev.omnibus.config.ClusterConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way into a cluster. It takes seconds; one of whose members stands still may never let anybody
 * in, and whoever starts a node does better to hear of it and to start it again.
 */
final class Joining {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Joining() {}

  /** Fails with a sentence that says where it stands. */
  static <T> Future<T> within(ClusterConfig cluster, Future<T> joined) {
    return within(LIMIT, cluster, joined);
  }

  static <T> Future<T> within(Duration limit, ClusterConfig cluster, Future<T> joined) {
    return joined
        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(why(limit, cluster, cause)));
  }

  private static Throwable why(Duration limit, ClusterConfig cluster, Throwable cause) {
    return cause instanceof TimeoutException
        ? new IllegalStateException(
            "not let into cluster '%s' within %d s; does one of its nodes stand still? (looked at %s)"
                .formatted(cluster.name(), limit.toSeconds(), cluster.members()))
        : cause;
  }
}
