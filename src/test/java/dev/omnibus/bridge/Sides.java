package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** Nodes on one bus and on one loop, which hear what a test has them hear. */
final class Sides implements AutoCloseable {

  static final String NEAR = "near@1";
  static final String FAR = "far@1";
  static final List<String> BOTH = List.of(FAR, NEAR);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Side near = new Side(vertx, NEAR);
  private final Side far = new Side(vertx, FAR);
  private final Side third = new Side(vertx, "third@1");

  Vertx vertx() {
    return vertx;
  }

  Side near() {
    return near;
  }

  Side far() {
    return far;
  }

  Side third() {
    return third;
  }

  /** Two of them, one after the other. */
  void open() {
    open(near, List.of(NEAR));
    open(far, BOTH);
  }

  void open(Side side, List<String> live) {
    Promise<Object> open = Promise.promise();
    onLoop(() -> side.open(live).<Object>mapEmpty().onComplete(open));
    TestNode.await(open.future());
  }

  void farHears(String... lines) {
    Await.until(
        "the far one has all, not " + far.lines(), () -> far.lines().size() >= lines.length);
    assertEquals(List.of(lines), far.lines());
  }

  void onLoop(Runnable task) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        ignored -> {
          task.run();
          done.complete();
        });
    TestNode.await(done.future());
  }

  @Override
  public void close() {
    TestNode.await(vertx.close());
  }
}
