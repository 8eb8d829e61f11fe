package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** A way that is opened when it is needed, and again when it was lost. It lives on one loop. */
public final class Reach {

  private final Supplier<Future<Way>> opener;
  private final Function<Way, Future<Way>> prepare;
  private final Runnable lost;
  private Future<Way> opening;
  private Way way;
  private boolean proven;
  private boolean closed;

  /**
   * @param prepare what has to be said on a young way before all else
   * @param lost called when an open way is over and nobody closed it
   */
  public Reach(Supplier<Future<Way>> opener, Function<Way, Future<Way>> prepare, Runnable lost) {
    this.opener = opener;
    this.prepare = prepare;
    this.lost = lost;
  }

  /** Takes up a way that is open already. */
  void adopt(Way young) {
    take(prepare.apply(young));
  }

  /** There was one, on whatever node. */
  void prove() {
    proven = true;
  }

  /** The open way, or null. */
  public Way now() {
    return way;
  }

  /** Whether there was one once, so that it is worth waiting for the next. */
  public boolean isProven() {
    return proven;
  }

  public Future<Way> way() {
    if (way != null) {
      return Future.succeededFuture(way);
    }
    return opening == null ? take(opener.get().compose(prepare)) : opening;
  }

  private Future<Way> take(Future<Way> young) {
    opening = young;
    young.onComplete(done -> opened(young));
    return young;
  }

  private void opened(Future<Way> done) {
    if (opening == done) {
      opening = null;
    }
    if (done.failed()) {
      return;
    }
    Way young = done.result();
    if (closed) {
      young.close();
      return;
    }
    proven = true;
    way = young;
    young.closed().onComplete(over -> lost(young));
  }

  private void lost(Way old) {
    if (way == old) {
      way = null;
      if (!closed) {
        lost.run();
      }
    }
  }

  public Future<Void> close() {
    closed = true;
    Way last = way;
    way = null;
    return last == null ? Future.succeededFuture() : last.close();
  }
}
