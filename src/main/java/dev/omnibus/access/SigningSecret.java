package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.shareddata.AsyncMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that signs all tokens of a cluster. The first node makes it, or brings the one it has;
 * a node that joins takes the cluster's and keeps it on its own disk, readable by its owner only.
 */
final class SigningSecret {

  private static final Logger LOG = LoggerFactory.getLogger(SigningSecret.class);
  private static final String MAP = "omnibus.secret";
  private static final String KEY = "signing";
  private static final int BYTES = 48;
  private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9+/]{64}");

  private final WorkerExecutor worker;
  private final AsyncMap<String, String> shared;
  private final Path file;
  private volatile String text;

  private SigningSecret(
      WorkerExecutor worker, AsyncMap<String, String> shared, Path file, String text) {
    this.worker = worker;
    this.shared = shared;
    this.file = file;
    this.text = text;
  }

  /** Completes once this node has the cluster's secret in memory and in the file. */
  static Future<SigningSecret> open(Vertx vertx, Path file) {
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("signing-secret", 1);
    return worker
        .executeBlocking(() -> own(file))
        .compose(
            own ->
                vertx
                    .sharedData()
                    .<String, String>getAsyncMap(MAP)
                    .map(shared -> new SigningSecret(worker, shared, file, own)))
        .compose(secret -> secret.sync().map(secret));
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(text);
  }

  /**
   * Agrees with the cluster again, for two clusters may have become one and a map may have lost
   * what it held; true when this node had to take another secret.
   */
  Future<Boolean> sync() {
    String own = text;
    return shared
        .putIfAbsent(KEY, own)
        .compose(
            theirs ->
                theirs == null || theirs.equals(own)
                    ? Future.succeededFuture(false)
                    : adopt(theirs).map(true));
  }

  private Future<Void> adopt(String theirs) {
    return worker.executeBlocking(
        () -> {
          PrivateFiles.replace(file, theirs + "\n");
          text = theirs;
          LOG.info("signing secret taken over from the cluster file={}", file);
          return null;
        });
  }

  private static String own(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] fresh = RandomText.bytes(BYTES);
      PrivateFiles.replace(file, Base64.getEncoder().encodeToString(fresh) + "\n");
      LOG.info("signing secret made file={}", file);
    }
    PrivateFiles.close(file);
    String text = Files.readString(file).trim();
    if (!GOOD.matcher(text).matches()) {
      throw new IllegalStateException("no secret in " + file + "; remove it to get a new one");
    }
    return text;
  }
}
