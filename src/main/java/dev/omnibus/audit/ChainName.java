package dev.omnibus.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of a node's chain, kept in its data folder: the node's name and something that no other
 * folder has, because two nodes may share a database.
 */
final class ChainName {

  static final String FILE = "audit.chain";

  private ChainName() {}

  /** Blocks. */
  static String of(Path data, String node) throws IOException {
    Path file = data.resolve(FILE);
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    String name = node + "~" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    Files.createDirectories(data);
    Files.writeString(file, name + "\n");
    return name;
  }
}
