package dev.omnibus.audit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * How far this node's chain came, kept beside the database and not in it: whoever takes rows off
 * the end of the log, and the head with them, is found out by it.
 *
 * <p>{@code {"chain":"n1~k3f9","n":42,"hash":"9a0c..."}}
 */
final class ChainHeadFile {

  static final String FILE = "audit.head";

  record Seen(String chain, long n, byte[] hash) {}

  private final Path file;

  ChainHeadFile(Path data) {
    this.file = data.resolve(FILE);
  }

  /** Blocks. */
  void put(AuditRow last) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("chain", last.chain())
            .put("n", last.n())
            .put("hash", Hex.of(last.hash()));
    Path young = file.resolveSibling(FILE + ".new");
    Files.writeString(young, json.encode() + "\n");
    Files.move(young, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Blocks; empty when none was written yet. */
  Optional<Seen> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonObject json = new JsonObject(Files.readString(file));
    return Optional.of(
        new Seen(json.getString("chain"), json.getLong("n"), Hex.bytes(json.getString("hash"))));
  }
}
