package dev.omnibus.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.mcp.Peers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official conformance suite, once at a server and once through {@code /mcp/{server}} of a real
 * node. Whatever a server passes, fails or is not asked for, it does the same through the gateway;
 * where the gateway passes more, because it is stricter than the server, the check is named.
 */
class ConformanceIT {

  private static final String LEGACY = "2025-11-25";
  private static final String MODERN = "2026-07-28";

  /** The gateway looks at Host and Origin itself, whatever the server does. */
  private static final String REBINDING =
      "dns-rebinding-protection/localhost-host-rebinding-rejected/DNSRebindingRejected";

  /** Who deletes a session gets 404 for it, whatever the server says then. */
  private static final String DELETED =
      "server-session-lifecycle/server-session-terminated-returns-404/SessionTerminatedReturns404";

  /**
   * A server that refuses every modern request passes what asks for a refusal. Through the gateway
   * it is asked, and has neither such a tool nor such a list.
   */
  private static final Set<String> REFUSED_ONLY =
      Set.of(
          "input-required-result-validate-input/sep-2322-validate-input-responses/"
              + "ValidateInputResponses",
          "input-required-result-validate-input/sep-2322-error-on-protocol-error/"
              + "ErrorOnProtocolError",
          "server-stateless/sep-2575-server-honors-notification-filter/"
              + "ServerHonorsNotificationFilter");

  @TempDir private static Path folder;
  private static final Peers PEERS = new Peers();
  private static final Peers BESIDE = new Peers();
  private static String everything;
  private static String demo;
  private static ConformanceNode node;

  @BeforeAll
  static void start() throws Exception {
    int port = FreePort.next();
    everything = PEERS.everythingHttp().url().toString();
    demo = "http://127.0.0.1:" + port + "/mcp";
    node =
        new ConformanceNode(
            folder,
            new ServersFile()
                .http("dual", PEERS.dualHttp().url().toString())
                .http("everything", everything)
                .demoHttp("demo", port));
  }

  @AfterAll
  static void stop() {
    node.close();
    PEERS.close();
    BESIDE.close();
  }

  /** Both at once; what a run changes at the fixture must not be seen by the other. */
  private static Comparison compare(String direct, String server, String revision) {
    String name = server + "-" + revision;
    CompletableFuture<List<Check>> one =
        Suite.server(direct, revision, folder.resolve("direct-" + name));
    CompletableFuture<List<Check>> two =
        Suite.server(node.url(server), revision, folder.resolve("through-" + name));
    return new Comparison(one.join(), two.join());
  }

  private static void assertSame(Comparison runs, String what, Set<String> stricter) {
    List<String> differences = runs.differences(stricter);
    System.out.println(runs.summary(what));
    differences.forEach(System.out::println);
    assertEquals(List.of(), differences);
    assertEquals(List.of(), runs.needless(stricter), "named as stricter, but alike");
  }

  @Test
  void a_server_of_both_eras_is_the_same_to_a_legacy_agent() {
    Comparison runs = compare(BESIDE.dualHttp().url().toString(), "dual", LEGACY);
    assertSame(runs, "dual " + LEGACY, Set.of());
  }

  @Test
  void a_server_of_both_eras_is_the_same_to_a_modern_agent() {
    Comparison runs = compare(BESIDE.dualHttp().url().toString(), "dual", MODERN);
    assertSame(runs, "dual " + MODERN, Set.of());
  }

  @Test
  void the_official_example_server_is_the_same_to_a_legacy_agent() {
    assertSame(
        compare(everything, "everything", LEGACY),
        "server-everything " + LEGACY,
        Set.of(REBINDING, DELETED));
  }

  @Test
  void a_server_of_the_java_sdk_is_the_same_to_a_legacy_agent() {
    assertSame(compare(demo, "demo", LEGACY), "Java SDK " + LEGACY, Set.of());
  }

  @Test
  void a_modern_agent_loses_nothing_at_a_legacy_server() {
    Comparison runs = compare(everything, "everything", MODERN);
    System.out.println(runs.summary("server-everything " + MODERN));
    assertEquals(List.of(), runs.lost(REFUSED_ONLY));
  }
}
