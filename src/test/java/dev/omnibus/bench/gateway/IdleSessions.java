package dev.omnibus.bench.gateway;

import dev.omnibus.harness.Proc;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What sessions cost that agents opened and that say nothing more. */
final class IdleSessions {

  private static final int WARM = 500;
  private static final int AT_ONCE = 32;

  private final Scene scene;

  IdleSessions(Scene scene) {
    this.scene = scene;
  }

  void run(int sessions) throws Exception {
    long pid = scene.node().pid();
    open(WARM);
    long heap = Memory.live(pid);
    long resident = Proc.residentMegabytes(pid);
    Set<String> ids = open(sessions);
    if (ids.size() != sessions) {
      throw new IllegalStateException(ids.size() + " sessions instead of " + sessions);
    }
    long more = Memory.live(pid) - heap;
    System.out.printf(
        "%d idle sessions: heap %.1f MB more (%d bytes each), resident %d MB -> %d MB%n",
        sessions, more / 1e6, more / sessions, resident, Proc.residentMegabytes(pid));
  }

  private Set<String> open(int sessions) throws InterruptedException {
    Way way = scene.way("gateway");
    Set<String> ids = ConcurrentHashMap.newKeySet();
    Semaphore places = new Semaphore(AT_ONCE);
    for (int i = 0; i < sessions; i++) {
      places.acquire();
      CompletableFuture<HttpResponse<String>> answer =
          Handshake.HTTP.sendAsync(
              Handshake.request(way.port(), way.path()), BodyHandlers.ofString());
      answer
          .thenAccept(a -> a.headers().firstValue("Mcp-Session-Id").ifPresent(ids::add))
          .whenComplete((done, failed) -> places.release());
    }
    places.acquire(AT_ONCE);
    return ids;
  }
}
