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

  private SigningSecret() {}

  /** The cluster's secret; afterwards it stands in the file. */
  static Future<byte[]> open(Vertx vertx, Path file) {
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("signing-secret", 1);
    return worker
        .executeBlocking(() -> own(file))
        .compose(own -> agree(vertx, own).compose(all -> keep(worker, file, own, all)))
        .map(Base64.getDecoder()::decode)
        .onComplete(done -> worker.close());
  }

  private static Future<String> agree(Vertx vertx, String own) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .compose((AsyncMap<String, String> map) -> map.putIfAbsent(KEY, own))
        .map(theirs -> theirs == null ? own : theirs);
  }

  private static Future<String> keep(WorkerExecutor worker, Path file, String own, String all) {
    if (own.equals(all)) {
      return Future.succeededFuture(all);
    }
    LOG.info("signing secret taken over from the cluster file={}", file);
    return worker.executeBlocking(
        () -> {
          PrivateFiles.replace(file, all + "\n");
          return all;
        });
  }

  private static String own(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.replace(
          file, Base64.getEncoder().encodeToString(RandomText.bytes(BYTES)) + "\n");
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
