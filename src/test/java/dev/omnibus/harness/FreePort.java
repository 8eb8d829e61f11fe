package dev.omnibus.harness;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for tests. They lie below those that Linux gives to outgoing connections (32768 and up),
 * and each test JVM takes them from a range of its own, one after the other: so nobody else takes a
 * port between the moment it is chosen and the moment a node listens on it.
 */
public final class FreePort {

  private static final int FIRST = 12_000;
  private static final int RANGE = 5_000;
  private static final int RANGES = 4;

  /**
   * A cluster looks for members on the 20 ports from its seed on: nobody else is to listen there.
   */
  private static final int STEP = 32;

  private static final int FORK = Integer.getInteger("omnibus.fork", 1) % RANGES;
  private static final AtomicInteger GIVEN =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % RANGE));

  private FreePort() {}

  /** A port of all interfaces that nobody listens on, and another one each time. */
  public static int next() {
    for (int tried = 0; tried < RANGE / STEP; tried++) {
      int port = FIRST + FORK * RANGE + Math.floorMod(GIVEN.getAndAdd(STEP), RANGE);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free in the range of fork " + FORK);
  }

  private static boolean isFree(int port) {
    try (ServerSocket all = new ServerSocket(port)) {
      return all.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
