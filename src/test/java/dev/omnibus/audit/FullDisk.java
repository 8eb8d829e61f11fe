package dev.omnibus.audit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Puts acts aside, ten at a time, until the system takes no more of a file, and says how many it
 * took. To be run where files may not become large.
 */
final class FullDisk {

  private FullDisk() {}

  public static void main(String[] args) throws IOException {
    Spill spill = Spill.open(Path.of(args[0]));
    int taken = 0;
    try {
      while (taken < 100_000) {
        spill.append(Acts.acts(taken, taken + 10), 1);
        taken += 10;
      }
    } catch (IOException full) {
      System.out.println(new JsonObject().put("taken", taken).encode());
    }
  }
}
