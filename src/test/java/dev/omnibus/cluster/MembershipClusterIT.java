package dev.omnibus.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.CommandLine;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.Proc;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes: how soon one sees that the other is dead, or as good as dead. */
class MembershipClusterIT {

  /** Nearly as long as it takes when only heartbeats tell it, as Hazelcast has it by itself. */
  private static final int BY_HEARTBEATS_MILLIS = 55_000;

  private final String name = "test-" + UUID.randomUUID();
  private final List<Process> others = new ArrayList<>();
  private LoneNode.Member member;
  private Membership here;
  private int port;

  @BeforeEach
  void join() throws IOException {
    port = FreePort.next();
    member = LoneNode.start("n1", name, port);
    here = member.membership();
  }

  @AfterEach
  void end() {
    others.forEach(Process::destroyForcibly);
    member.vertx().close().timeout(30, TimeUnit.SECONDS).await();
  }

  @Test
  void a_killed_node_is_gone_within_seconds() throws IOException {
    Process other = other("n2");
    other.destroyForcibly();
    assertTrue(millisUntilAlone("killed") < BY_HEARTBEATS_MILLIS);
  }

  /**
   * Five seconds of silence, and what a busy machine needs. Awake again it once took as many times
   * five seconds as there are ports at which nobody listens; with five times five and a message
   * that is lost on the way it is back all the same.
   */
  @Test
  void a_frozen_node_is_gone_when_its_heartbeats_are_and_back_soon_after_it_wakes_up()
      throws IOException {
    Process other = other("n2");
    Proc.signal(other, "-STOP");
    assertTrue(millisUntilAlone("frozen") < BY_HEARTBEATS_MILLIS);
    Proc.signal(other, "-CONT");
    System.out.println("a frozen node was back " + millisUntilBoth() + " ms after it woke up");
  }

  private long millisUntilBoth() {
    long start = System.nanoTime();
    until(() -> here.live().size() == 2);
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @Test
  void a_node_is_known_by_its_own_id_and_told_to_those_who_listen() throws IOException {
    List<List<NodeId>> told = new CopyOnWriteArrayList<>();
    here.onChange(told::add);
    other("n2");
    until(() -> !told.isEmpty());
    assertEquals(List.of("n1", "n2"), told.get(0).stream().map(NodeId::name).toList());
  }

  private long millisUntilAlone(String how) {
    long start = System.nanoTime();
    until(() -> here.live().equals(List.of(here.self())));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    System.out.println("a " + how + " node was gone after " + millis + " ms");
    return millis;
  }

  private Process other(String node) throws IOException {
    Process process =
        new ProcessBuilder(
                CommandLine.of(
                    LoneNode.class,
                    CommandLine.MEMBER,
                    List.of(node, name, Integer.toString(port))))
            .redirectErrorStream(true)
            .redirectOutput(new File("target/" + name + "-" + node + ".log"))
            .start();
    others.add(process);
    until(() -> here.live().size() == 2);
    return process;
  }

  private static void until(BooleanSupplier so) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "did not happen within a minute");
      LockSupport.parkNanos(5_000_000);
    }
  }
}
