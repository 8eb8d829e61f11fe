package dev.omnibus.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.client.Credentials;
import dev.omnibus.client.Listener;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.client.Watcher;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes under 300 sockets, while numbered events flow: always the oldest, which the others
 * follow, is killed or drained in turn, and comes back. {@code -Domnibus.long=true} makes it five
 * minutes.
 */
class ChaosIT {

  private static final boolean LONG = Boolean.getBoolean("omnibus.long");
  private static final int SOCKETS = 300;

  /** A cluster that parted on a busy machine takes its time to become one again. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** A ring holds some seconds: who is away for long has to take the snapshot. */
  private static final String CONFIG =
      """
      {"bridge":{"socketsPerUser":1000,"socketsPerRemote":1000,"requestsPerSecond":5000,
       "requestBurst":10000,"ringEvents":200,"reconnectSpreadMs":1000,"drainMs":1000}}
      """;

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Ledger> ledgers = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
  private Source source;

  @AfterEach
  void end() throws Exception {
    open.parallelStream().forEach(ChaosIT::quietly);
    timers.shutdownNow();
    if (source != null) {
      source.close();
    }
    nodes.forEach(NodeProcess::close);
  }

  @Test
  void every_sequence_is_complete_and_nothing_is_new_twice() throws Exception {
    start();
    connect();
    int before = source.told();
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    int round = 0;
    do {
      NodeProcess oldest = nodes.get(round % 3);
      away(oldest, round);
      round++;
    } while (LONG ? System.nanoTime() < end : round < 2);
    report(round);
    assertEquals(List.of(), ledgers.stream().flatMap(l -> l.faults().stream()).toList());
    assertTrue(ledgers.stream().mapToInt(Ledger::resumes).sum() >= SOCKETS / 3);
    long delivered = ledgers.stream().mapToLong(Ledger::events).sum();
    assertTrue(delivered > SOCKETS * (source.told() - before) / 4L, "snapshots are the exception");
  }

  private void start() throws Exception {
    NodeProcess one = new NodeProcess("one", folder);
    nodes.add(one);
    one.write("omnibus.json", CONFIG).write("servers.json", "{\"mcpServers\":{}}");
    one.start();
    nodes.add(new NodeProcess("two", folder, one.clusterPort()));
    nodes.add(new NodeProcess("three", folder, one.clusterPort()));
    nodes.get(1).launch();
    nodes.get(2).start();
    nodes.get(1).awaitReady();
    source = new Source(one.clusterPort());
    source.tellEvery(Duration.ofMillis(LONG ? 50 : 100));
  }

  private void connect() throws Exception {
    List<Integer> ports = nodes.stream().map(NodeProcess::port).toList();
    Credentials admin = Credentials.password("admin", NodeProcess.PASSWORD);
    String token = Operator.token(ports.get(0), "admin", NodeProcess.PASSWORD);
    for (int i = 0; i < SOCKETS; i++) {
      Ledger ledger = new Ledger((i % 3 == 0 ? "raw " : "java ") + i);
      ledgers.add(ledger);
      if (i % 3 == 0) {
        RawSocket raw = new RawSocket(ports, token, source, ledger, timers, i / 3);
        open.add(0, raw);
        raw.connect();
      } else {
        open.add(0, program(ports, i, admin, ledger));
      }
    }
    settle("at the start");
  }

  private OmnibusClient program(List<Integer> ports, int i, Credentials admin, Ledger ledger) {
    String[] urls =
        IntStream.range(0, ports.size())
            .mapToObj(n -> "http://127.0.0.1:" + ports.get((n + i) % ports.size()))
            .toArray(String[]::new);
    OmnibusClient client =
        OmnibusClient.at(urls)
            .as(admin)
            .watchedBy(
                new Watcher() {
                  @Override
                  public void ready(URI node, boolean complete) {
                    if (complete) {
                      ledger.resumed();
                    }
                  }
                })
            .open();
    client.hear(Source.ADDRESS, new LedgerEar(ledger));
    return client;
  }

  private final class LedgerEar implements Listener {

    private final Ledger ledger;

    LedgerEar(Ledger ledger) {
      this.ledger = ledger;
    }

    @Override
    public void event(JsonObject envelope) {
      ledger.event(envelope);
    }

    @Override
    public CompletionStage<?> snapshot(Why why) {
      ledger.snapshot(source.told());
      return CompletableFuture.completedFuture(null);
    }
  }

  /** A node is killed or drained in turn, and all that was told by then comes to all. */
  private void away(NodeProcess victim, int round) throws Exception {
    boolean killed = round % 2 == 0;
    long began = System.nanoTime();
    if (killed) {
      victim.kill();
    } else {
      victim.terminate();
    }
    long gone = System.nanoTime();
    settle("without " + victim.name());
    System.out.printf(
        "chaos: round %d, %s %s in %.1f s, all had all %.1f s later%n",
        round,
        victim.name(),
        killed ? "killed" : "drained",
        (gone - began) / 1e9,
        (System.nanoTime() - gone) / 1e9);
    if (LONG || killed) {
      victim.start();
    }
  }

  /** What was told up to now has come to all. */
  private void settle(String when) throws InterruptedException {
    int told = source.told();
    Waiting.until(
        "all have " + told + " " + when,
        LIMIT,
        () -> ledgers.stream().allMatch(l -> l.has(told)),
        () -> worst() + nodes.stream().map(NodeProcess::diagnosis).toList());
  }

  private String worst() {
    return ledgers.stream()
            .filter(l -> !l.has(source.told() - 1) || !l.faults().isEmpty())
            .limit(10)
            .toList()
        + " of "
        + source.told();
  }

  private static void quietly(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void report(int rounds) {
    System.out.printf(
        "chaos: rounds=%d told=%d delivered=%d resumes=%d snapshots=%d faults=%d%n",
        rounds,
        source.told(),
        ledgers.stream().mapToInt(Ledger::events).sum(),
        ledgers.stream().mapToInt(Ledger::resumes).sum(),
        ledgers.stream().mapToInt(Ledger::snapshots).sum(),
        ledgers.stream().mapToInt(l -> l.faults().size()).sum());
  }
}
