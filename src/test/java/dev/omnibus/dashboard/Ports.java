package dev.omnibus.dashboard;

import dev.omnibus.harness.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Free ports for fields, which may not throw what is checked. */
final class Ports {

  private Ports() {}

  static int free() {
    try {
      return NodeProcess.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
