package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.coordinator.OwnedServers.Reclaim;
import dev.omnibus.coordinator.OwnedServers.Release;
import dev.omnibus.coordinator.OwnedServers.Replace;
import dev.omnibus.coordinator.OwnedServers.Step;
import dev.omnibus.coordinator.OwnedServers.Take;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnedServersTest {

  private static final NodeId N1 = new NodeId("n1", "aaaaa");
  private static final NodeId N2 = new NodeId("n2", "bbbbb");
  private static final ServerSpec FILES = Specs.http("files", 1);
  private static final ServerSpec TIME = Specs.http("time", 1);

  private final ServerBoard board = new ServerBoard();
  private final OwnedServers owned = new OwnedServers(N1, 1);

  @Test
  void a_server_nobody_spoke_for_is_taken_in_the_first_epoch() {
    assertEquals(List.of(new Take(FILES, 1)), alone(Specs.fleet(FILES)));
  }

  @Test
  void a_node_that_starts_alone_outranks_its_earlier_life() {
    OwnedServers later = new OwnedServers(N1, 1_060);
    Take taken = (Take) later.reconcile(Specs.fleet(FILES), List.of(N1), board).get(0);
    assertEquals(new Take(FILES, 1_060), taken);
  }

  @Test
  void a_server_another_node_spoke_for_is_taken_in_the_next_epoch() {
    board.fold(Specs.status("files", new Claim(N2.toString(), 4, 17)));
    assertEquals(List.of(new Take(FILES, 5)), alone(Specs.fleet(FILES)));
  }

  @Test
  void a_server_that_becomes_several_or_one_again_is_spoken_for_in_a_new_epoch() {
    JsonArray urls = JsonArray.of("http://127.0.0.1:1/mcp", "http://127.0.0.1:2/mcp");
    ServerSpec several = ServerSpec.fromJson("files", new JsonObject().put("urls", urls));
    alone(Specs.fleet(FILES));
    assertEquals(List.of(new Replace(several, 2)), alone(Specs.fleet(several)));
    assertEquals(List.of(new Replace(FILES, 3)), alone(Specs.fleet(FILES)));
  }

  @Test
  void nothing_changed_is_nothing_to_do() {
    alone(Specs.fleet(FILES, TIME));
    assertEquals(List.of(), alone(Specs.fleet(FILES, TIME)));
  }

  @Test
  void a_changed_definition_touches_only_its_server() {
    alone(Specs.fleet(FILES, TIME));
    ServerSpec young = Specs.http("files", 2);
    assertEquals(List.of(new Replace(young, 1)), alone(Specs.fleet(young, TIME)));
  }

  @Test
  void a_removed_server_is_released_as_removed() {
    alone(Specs.fleet(FILES, TIME));
    assertEquals(List.of(new Release("files", 1, true)), alone(Specs.fleet(TIME)));
  }

  @Test
  void a_server_is_kept_until_its_new_owner_has_spoken() {
    ServerSpec theirs = Specs.http(ownedBy(N2), 1);
    alone(Specs.fleet(theirs));
    board.fold(Specs.status(theirs.name(), new Claim(N1.toString(), 1, 1)));
    assertEquals(List.of(), together(Specs.fleet(theirs)));
  }

  @Test
  void a_server_is_released_but_not_removed_when_its_new_owner_has_spoken() {
    ServerSpec theirs = Specs.http(ownedBy(N2), 1);
    alone(Specs.fleet(theirs));
    board.fold(Specs.status(theirs.name(), new Claim(N2.toString(), 2, 1)));
    assertEquals(List.of(new Release(theirs.name(), 1, false)), together(Specs.fleet(theirs)));
  }

  @Test
  void what_a_dead_node_said_is_no_reason_to_let_go() {
    ServerSpec theirs = Specs.http(ownedBy(N2), 1);
    alone(Specs.fleet(theirs));
    board.fold(Specs.status(theirs.name(), new Claim("n2@dead", 2, 1)));
    assertEquals(List.of(), together(Specs.fleet(theirs)));
  }

  @Test
  void a_new_definition_is_heeded_even_while_waiting_for_the_new_owner() {
    String theirs = ownedBy(N2);
    alone(Specs.fleet(Specs.http(theirs, 1)));
    ServerSpec young = Specs.http(theirs, 2);
    assertEquals(List.of(new Replace(young, 1)), together(Specs.fleet(young)));
  }

  @Test
  void two_nodes_share_every_server_without_overlap() {
    Map<String, ServerSpec> fleet = Specs.fleet(FILES, TIME, Specs.http(ownedBy(N2), 1));
    int mine = owned.reconcile(fleet, List.of(N1, N2), board).size();
    int theirs = new OwnedServers(N2, 1).reconcile(fleet, List.of(N1, N2), board).size();
    assertEquals(fleet.size(), mine + theirs);
  }

  @Test
  void a_stronger_claim_of_another_node_is_answered_with_a_later_epoch() {
    alone(Specs.fleet(FILES));
    board.fold(Specs.status("files", new Claim(N2.toString(), 1, 0)));
    assertEquals(List.of(new Reclaim(FILES, 2)), alone(Specs.fleet(FILES)));
  }

  @Test
  void a_claim_of_an_earlier_life_is_outdone_too() {
    alone(Specs.fleet(FILES));
    board.fold(Specs.status("files", new Claim("n1@zzzzz", 7, 0)));
    assertEquals(List.of(new Reclaim(FILES, 8)), alone(Specs.fleet(FILES)));
  }

  @Test
  void our_own_words_are_no_reason_to_speak_louder() {
    alone(Specs.fleet(FILES));
    board.fold(Specs.status("files", new Claim(N1.toString(), 1, 99)));
    assertEquals(List.of(), alone(Specs.fleet(FILES)));
  }

  private List<Step> alone(Map<String, ServerSpec> desired) {
    return owned.reconcile(desired, List.of(N1), board);
  }

  private List<Step> together(Map<String, ServerSpec> desired) {
    return owned.reconcile(desired, List.of(N1, N2), board);
  }

  private static String ownedBy(NodeId node) {
    for (int i = 0; ; i++) {
      if (Ownership.owns(node, "s" + i, List.of(N1, N2))) {
        return "s" + i;
      }
    }
  }
}
