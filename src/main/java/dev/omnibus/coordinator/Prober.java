package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.ProbeSample;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Takes one look at a server, within a deadline. Whatever it sees is a sample: a server that cannot
 * be reached is a finding, not a failure.
 */
final class Prober {

  private final Samples samples;

  Prober(Samples samples) {
    this.samples = samples;
  }

  /**
   * @param count whether to count tools, prompts and resources too
   */
  Future<ProbeSample> probe(Upstream upstream, Duration timeout, boolean count) {
    long end = System.nanoTime() + timeout.toNanos();
    if (upstream.session() != null) {
      return ask(upstream, upstream.session(), end, count, true);
    }
    // A process is started again at its own pace; at a URL the probe itself may knock.
    if (upstream.spec().hasProcess() && !upstream.opening()) {
      McpException trouble = upstream.trouble();
      return Future.succeededFuture(
          trouble == null ? samples.unlinked("not started yet") : samples.unopened(trouble));
    }
    return reach(upstream, end, count, true);
  }

  private Future<ProbeSample> ask(
      Upstream upstream, McpSession session, long end, boolean count, boolean again) {
    Inventory inventory = upstream.inventory();
    if (inventory == null) {
      return Future.succeededFuture(samples.unlinked("the session is just ending"));
    }
    return session
        .probe(Deadline.left(end))
        .onSuccess(ignored -> upstream.answered())
        .compose(
            answer ->
                (count ? inventory.count(Deadline.left(end)) : Future.<Void>succeededFuture())
                    .map(ignored -> samples.answered(answer, inventory.link())),
            // A forgotten session says nothing about the server: open another and ask that.
            cause ->
                upstream.expired(cause, session) && again
                    ? reach(upstream, end, count, false)
                    : Future.succeededFuture(
                        samples.failed((McpException) cause, session, inventory.link())));
  }

  private Future<ProbeSample> reach(Upstream upstream, long end, boolean count, boolean again) {
    return upstream
        .reach(Deadline.left(end))
        .compose(
            session -> ask(upstream, session, end, count, again),
            cause -> Future.succeededFuture(unreached(upstream, (McpException) cause)));
  }

  /** A process that is still starting has its connect timeout; anything else answers in time. */
  private ProbeSample unreached(Upstream upstream, McpException cause) {
    return upstream.opening() && upstream.spec().hasProcess()
        ? samples.unlinked("still starting")
        : samples.unopened(cause);
  }
}
