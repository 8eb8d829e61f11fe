package dev.omnibus.credential;

import dev.omnibus.mcp.Credential;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one token of a server on this node, for all who call it or probe it. It is fetched when it is
 * first wanted, once for however many wait, and again ahead of its end while the old one is shown
 * on. It goes by one definition for ever: who holds on to an old definition shows an old token, and
 * to nobody else. It holds no timer: a server that nobody asks needs no token.
 */
final class ClientCredential implements Credential {

  private static final Logger LOG = LoggerFactory.getLogger(ClientCredential.class);

  /** A token that is refused so soon after another one was is not the reason. */
  private static final Duration YOUNG = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** So many tokens stay hidden: an old one may be good for a while and be on its way. */
  private static final int KEPT = 3;

  /** What is left of a token's life when another one is fetched: a tenth to a fifth. */
  private static final double AHEAD = 0.1;

  /**
   * @param staleAt from then on another one is fetched
   * @param overAt from then on it is not shown any more
   * @param timeless it has no end
   */
  private record Held(
      String header, long since, long staleAt, long overAt, boolean timeless, boolean second) {

    boolean isStale(long now) {
      return !timeless && now - staleAt >= 0;
    }

    boolean isOver(long now) {
      return !timeless && now - overAt >= 0;
    }
  }

  private record Trouble(McpException why, long until, int times) {}

  private final String server;
  private final Vertx vertx;
  private final Supplier<Future<AccessToken>> grant;
  private final BiConsumer<String, String> onSwap;
  private final LongSupplier nanos;
  private final DoubleSupplier random;
  private final Deque<String> told = new ArrayDeque<>();
  private Promise<String> fetching;
  private Trouble trouble;
  private boolean wasRefused;
  private volatile Held held;

  /**
   * @param onSwap is told a token that is long gone, or null, and the young one, so that what may
   *     still be good can be hidden
   */
  ClientCredential(
      String server,
      Vertx vertx,
      Supplier<Future<AccessToken>> grant,
      BiConsumer<String, String> onSwap,
      LongSupplier nanos,
      DoubleSupplier random) {
    this.server = server;
    this.vertx = vertx;
    this.grant = grant;
    this.onSwap = onSwap;
    this.nanos = nanos;
    this.random = random;
  }

  @Override
  public String now() {
    Held known = held;
    long now = nanos.getAsLong();
    if (known == null || known.isOver(now)) {
      return null;
    }
    if (known.isStale(now)) {
      begin();
    }
    return known.header();
  }

  @Override
  public Future<String> fetch() {
    String known = now();
    return known == null ? here(begin()) : Future.succeededFuture(known);
  }

  /** A refused token is not shown again, but for one that was fetched for that very reason. */
  @Override
  public synchronized boolean refused(String shown) {
    Held known = held;
    if (known == null || !known.header().equals(shown)) {
      return true;
    }
    if (known.second() && nanos.getAsLong() - known.since() < YOUNG.toNanos()) {
      return false;
    }
    held = null;
    wasRefused = true;
    LOG.info("access token refused server={}", server);
    return true;
  }

  private synchronized Future<String> begin() {
    if (fetching != null) {
      return fetching.future();
    }
    if (trouble != null && nanos.getAsLong() - trouble.until() < 0) {
      return Future.failedFuture(trouble.why());
    }
    Promise<String> young = Promise.promise();
    fetching = young;
    grant.get().onSuccess(token -> fetched(young, token)).onFailure(cause -> failed(young, cause));
    return young.future();
  }

  private void fetched(Promise<String> mine, AccessToken token) {
    synchronized (this) {
      told.addFirst(token.value());
      onSwap.accept(told.size() > KEPT ? told.removeLast() : null, token.value());
      held = held(token);
      fetching = null;
      trouble = null;
      wasRefused = false;
      LOG.info("access token fetched server={} lasts={}", server, token.lasts());
    }
    mine.complete(token.header());
  }

  private Held held(AccessToken token) {
    long now = nanos.getAsLong();
    boolean timeless = token.lasts() == null;
    long lasts = timeless ? 0 : token.lasts().toNanos();
    long ahead = (long) (lasts * AHEAD * (1 + random.getAsDouble()));
    return new Held(token.header(), now, now + lasts - ahead, now + lasts, timeless, wasRefused);
  }

  private void failed(Promise<String> mine, Throwable cause) {
    McpException why =
        cause instanceof McpException known
            ? known
            : McpException.of(Kind.AUTH_REQUIRED, "no access token: " + cause.getMessage());
    synchronized (this) {
      int times = trouble == null ? 0 : trouble.times();
      trouble = new Trouble(why, nanos.getAsLong() + pause(times), times + 1);
      fetching = null;
      LOG.info("server={} {}", server, why.getMessage());
    }
    mine.fail(why);
  }

  private long pause(int times) {
    long doubled = PAUSE.toNanos() << Math.min(times, 10);
    return (long) (Math.min(doubled, LONGEST_PAUSE.toNanos()) * (0.75 + random.getAsDouble() / 2));
  }

  private Future<String> here(Future<String> elsewhere) {
    Context context = vertx.getOrCreateContext();
    Promise<String> local = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(now -> local.handle(done)));
    return local.future();
  }
}
