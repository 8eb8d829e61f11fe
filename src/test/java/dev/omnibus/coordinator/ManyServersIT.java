package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred real stdio servers on one node, all started, made anew and stopped. */
@Timeout(240)
class ManyServersIT {

  private static final int SERVERS = 200;
  private static final long BLOCKED_MS = 100;

  /** What a loop waits for may itself wait for a processor. */
  private static final long WAITED_MS = 1_000;

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final TestNode node = TestNode.alone(vertx);
  private final LoopWatch.Worst worst = new LoopWatch.Worst();

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void all_are_started_made_anew_and_stopped_and_nothing_of_them_is_left() {
    node.start(Tiny.spec("warm"));
    TestNode.until(() -> node.count(Kind.LINKED) == 1);
    node.config.apply(Specs.fleet());
    TestNode.until(() -> children() == 0);
    long files = openFiles();
    long threads = threads();
    watchLoop();

    long began = System.nanoTime();
    node.config.apply(Specs.fleet(all()));
    TestNode.until(() -> node.count(Kind.LINKED) == SERVERS + 1);
    say("started", began);
    assertEquals(SERVERS, children());

    began = System.nanoTime();
    assertEquals(SERVERS, done("restart"));
    say("made anew", began);
    assertEquals(SERVERS, children());

    began = System.nanoTime();
    assertEquals(SERVERS, done("stop"));
    say("stopped", began);
    TestNode.until(() -> children() == 0);
    TestNode.until(() -> openFiles() <= files + 5);
    // Pools have a size, whatever they were used for; two hundred are none of them.
    TestNode.until(() -> threads() <= threads + 32);
    System.out.println("event loops: " + worst);
    assertTrue(worst.cpuMs() < BLOCKED_MS, worst::toString);
    assertTrue(worst.waitedMs() < WAITED_MS, worst::toString);
  }

  private static ServerSpec[] all() {
    return IntStream.range(0, SERVERS).mapToObj(i -> Tiny.spec("s" + i)).toArray(ServerSpec[]::new);
  }

  private long done(String act) {
    JsonObject body =
        new JsonObject()
            .put("servers", JsonArray.of("s*"))
            .put("wait", true)
            .put("timeoutMs", LIMIT.toMillis())
            .put("parallel", 32);
    JsonArray results =
        node.bus
            .ask("command.server." + act, body, null, LIMIT)
            .timeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .await()
            .getJsonArray("results");
    return results.stream().filter(one -> ((JsonObject) one).getBoolean("ok")).count();
  }

  private void watchLoop() {
    for (int i = 0; i < 2; i++) {
      vertx.runOnContext(now -> new LoopWatch(vertx, worst).start());
    }
  }

  private static void say(String what, long began) {
    System.out.printf(
        "%d stdio servers %s in %d ms%n", SERVERS, what, (System.nanoTime() - began) / 1_000_000);
  }

  private static long children() {
    return ProcessHandle.current().children().count();
  }

  /**
   * Without those that waited for a process and found no other: the JDK keeps them for a minute.
   */
  private static long threads() {
    return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .filter(thread -> !isIdleReaper(thread))
        .count();
  }

  private static boolean isIdleReaper(ThreadInfo thread) {
    return thread.getThreadName().startsWith("process reaper")
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("getTask"));
  }

  private static long openFiles() {
    return new File("/proc/self/fd").list().length;
  }
}
