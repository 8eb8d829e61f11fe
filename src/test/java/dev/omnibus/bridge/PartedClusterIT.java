package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.Waiting;
import dev.omnibus.harness.Waiting.Condition;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, of which one is parted from the others and comes back, and then two die at once. */
class PartedClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<BridgeProcess> nodes = new ArrayList<>();
  private final List<StockEar> sockets = new ArrayList<>();
  private final List<PartedEar> ears = new ArrayList<>();
  private BridgeProcess one;
  private BridgeProcess two;
  private BridgeProcess three;

  @BeforeEach
  void start() throws Exception {
    String cluster = "test-" + UUID.randomUUID();
    int port = FreePort.next();
    one = node("n1", cluster, port);
    until("the first is ready", () -> one.id() != null);
    two = node("n2", cluster, port);
    three = node("n3", cluster, port);
    until("all are ready", () -> nodes.stream().allMatch(n -> n.id() != null && n.live() == 3));
    nodes.forEach(this::listen);
  }

  private BridgeProcess node(String name, String cluster, int port) throws IOException {
    BridgeProcess node = new BridgeProcess(name, cluster, port, folder);
    nodes.add(node);
    return node;
  }

  private void listen(BridgeProcess node) {
    Account byHand = new Account("a socket at " + node.id());
    StockEar socket = new StockEar(vertx, one.token(), byHand, this::world).come(node);
    sockets.add(socket);
    ears.add(socket);
    Account program = new Account("a client at " + node.id());
    ears.add(new ClientEar(one.token(), program, this::world, node, one));
  }

  @AfterEach
  void end() {
    ears.forEach(PartedEar::close);
    nodes.forEach(BridgeProcess::close);
    TestNode.await(vertx.close());
  }

  @Test
  void whoever_was_parted_or_lost_their_node_misses_nothing_and_gets_answers() throws Exception {
    tell(3, List.of(one, two));
    until("answers from all", this::allAnswer);
    int registrations = one.registrations();
    part(registrations);
    comeTogether(registrations);
    assertEquals(0, lost(ears.subList(0, 4)), "all is made good where nobody was cut off");
    int lost = lost(ears);
    tell(5, nodes);
    assertEquals(lost, lost(ears), "all is heard from then on");
    assertEquals(registrations, one.registrations());
    kill();
    until("registrations of one", () -> one.registrations() == registrations / 3);
    assertEquals(List.of(), faults());
  }

  /** The third is out of reach for the others, which tell things meanwhile. */
  private void part(int registrations) throws Exception {
    three.signal("-STOP");
    List<BridgeProcess> both = List.of(one, two);
    until("the others are two", () -> both.stream().allMatch(n -> n.live() == 2));
    // What is told before goes to the third still, which reads it when it wakes up.
    until("it is forgotten", () -> one.registrations() == registrations * 2 / 3);
    tell(3, both, ears.subList(0, 4));
  }

  /**
   * It tells the first things of its life before it knows that it was parted, and more while it is
   * alone. All of that is known to all afterwards, though nobody tells anything more that would
   * show that some is missing.
   */
  private void comeTogether(int registrations) throws Exception {
    int changes = three.lives().size();
    int told = three.told();
    three.tell(3);
    three.signal("-CONT");
    until("it was alone", () -> three.lives().subList(changes, three.lives().size()).contains(1));
    until(
        "it has forgotten the others, unless they are back",
        () -> three.registrations() == registrations / 3 || three.live() == 3);
    three.tell(3);
    until("it told it", () -> three.told() == told + 6);
    until("they are three again", () -> nodes.stream().allMatch(n -> n.live() == 3));
    untilAllHave(ears);
    until("as many registrations as before", () -> one.registrations() == registrations);
    until("answers from all", this::allAnswer);
    until("events go all ways", this::eventsGoAllWays);
  }

  private boolean allAnswer() {
    List<String> all = nodes.stream().map(BridgeProcess::id).sorted().toList();
    return ears.stream().allMatch(ear -> ear.callTheRoll().equals(all));
  }

  /** One at a time, so that one that is lost on the way is made good before the next comes. */
  private boolean eventsGoAllWays() throws InterruptedException {
    tell(1, nodes);
    return nodes.stream()
        .allMatch(to -> nodes.stream().allMatch(from -> to.heard(from) == from.told()));
  }

  /** Two die at once; their clients come to the third. */
  private void kill() throws Exception {
    two.kill();
    three.kill();
    sockets.subList(1, 3).forEach(socket -> socket.goOn(one));
    tell(3, List.of(one));
    until("the last one is alone", () -> one.live() == 1);
    until(
        "answers from the last one",
        () -> ears.stream().allMatch(ear -> ear.callTheRoll().equals(List.of(one.id()))));
  }

  private void tell(int count, List<BridgeProcess> tellers) throws InterruptedException {
    tell(count, tellers, ears);
  }

  private void tell(int count, List<BridgeProcess> tellers, List<PartedEar> to)
      throws InterruptedException {
    Map<String, Integer> before = world();
    tellers.forEach(node -> node.tell(count));
    until(
        "they told it",
        () -> tellers.stream().allMatch(n -> n.told() >= before.get(n.id()) + count));
    until("all have it", () -> allHave(to, tellers));
  }

  private void untilAllHave(List<PartedEar> some) throws InterruptedException {
    until("all have it", () -> allHave(some, nodes));
  }

  private static boolean allHave(List<PartedEar> some, List<BridgeProcess> of) {
    return some.stream()
        .allMatch(ear -> of.stream().allMatch(n -> ear.account().has(n.id(), n.told())));
  }

  private Map<String, Integer> world() {
    return nodes.stream().collect(Collectors.toMap(BridgeProcess::id, BridgeProcess::told));
  }

  private static int lost(List<PartedEar> some) {
    return some.stream().mapToInt(ear -> ear.account().lost()).sum();
  }

  private List<String> faults() {
    return ears.stream().flatMap(ear -> ear.account().faults().stream()).toList();
  }

  private void until(String fact, Condition condition) throws InterruptedException {
    Waiting.until(fact, LIMIT, condition, this::diagnosis);
  }

  private String diagnosis() {
    return Stream.concat(nodes.stream(), ears.stream().map(PartedEar::account))
        .map(Object::toString)
        .collect(Collectors.joining("\n"));
  }
}
