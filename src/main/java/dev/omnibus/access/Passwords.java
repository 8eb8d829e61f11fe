package dev.omnibus.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.omnibus.config.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Checks passwords with bcrypt, on workers of their own: it is slow on purpose. */
final class Passwords {

  private static final Pattern HASH =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  private static final int WORKERS = 2;
  private static final int MAX_WAITING = 64;

  private final WorkerExecutor worker;
  private final AtomicInteger waiting = new AtomicInteger();

  Passwords(Vertx vertx) {
    this.worker = vertx.createSharedWorkerExecutor("passwords", WORKERS);
  }

  /** Whether the password is the one of the hash; false for a hash that is none. */
  Future<Boolean> check(char[] password, String hash) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(Refusal.LIMITED.asException());
    }
    return worker
        .executeBlocking(() -> matches(password, hash), false)
        .onComplete(done -> waiting.decrementAndGet());
  }

  private static boolean matches(char[] password, String hash) {
    boolean fits = PasswordHash.fits(password);
    char[] tried = fits ? password : new char[] {'x'};
    return BCrypt.verifyer().verify(tried, hash).verified && fits;
  }

  /** A hash that no password has; checking against it costs what a check of a real one does. */
  static String decoy(int cost) {
    return "$2a$%02d$%s".formatted(cost, ".".repeat(53));
  }

  /** Whether a text from the configuration is a bcrypt hash. */
  static boolean isHash(String text) {
    return text != null && HASH.matcher(text).matches();
  }

  static int costOf(String hash) {
    return Integer.parseInt(hash.substring(4, 6));
  }
}
