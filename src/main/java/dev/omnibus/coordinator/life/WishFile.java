package dev.omnibus.coordinator.life;

import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wishes in a file of this node; one that is written is whole or the one before. */
final class WishFile {

  private static final Logger LOG = LoggerFactory.getLogger(WishFile.class);

  private final Vertx vertx;
  private final Path file;
  private List<Wish> next;
  private boolean writing;

  WishFile(Vertx vertx, Path file) {
    this.vertx = vertx;
    this.file = file;
  }

  /** What it held last; nothing when it can't be read, which is said in the log. */
  Future<List<Wish>> read() {
    return vertx.executeBlocking(this::readNow, false);
  }

  private List<Wish> readNow() {
    try {
      return Files.exists(file) ? wishes(Files.readString(file)) : List.of();
    } catch (IOException | RuntimeException e) {
      LOG.error("what operators wanted is not known, {} is not readable: {}", file, e.toString());
      return List.of();
    }
  }

  private static List<Wish> wishes(String text) {
    return new JsonArray(text).stream().map(JsonObject.class::cast).map(Wish::fromJson).toList();
  }

  /** Writes soon, on a worker; of several that come meanwhile only the last. */
  synchronized void write(List<Wish> wishes) {
    next = wishes;
    if (!writing) {
      writing = true;
      vertx.executeBlocking(this::writeAll, false).onFailure(this::notWritten);
    }
  }

  private Void writeAll() throws IOException {
    for (List<Wish> wishes = take(); wishes != null; wishes = take()) {
      JsonArray all = new JsonArray(wishes.stream().map(Wish::toJson).toList());
      Files.createDirectories(file.getParent());
      Path young = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(young, all.encodePrettily());
      Files.move(young, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return null;
  }

  private synchronized List<Wish> take() {
    List<Wish> taken = next;
    next = null;
    writing = taken != null;
    return taken;
  }

  private synchronized void notWritten(Throwable cause) {
    writing = false;
    LOG.error("what operators want is not written to {}: {}", file, cause.toString());
  }
}
