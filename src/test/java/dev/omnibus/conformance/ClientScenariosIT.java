package dev.omnibus.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.ServersFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client scenarios of the official suite: its servers stand behind a gateway, and what reaches
 * them of the official client has to be what they ask of a client. Of those on authorization, those
 * are here that hold for the client-credentials grant; {@code docs/gateway.md} says why the others
 * do not.
 */
class ClientScenariosIT {

  private static final Set<String> GOOD = Set.of("SUCCESS", "INFO", "SKIPPED");

  @TempDir private static Path folder;
  private static ConformanceNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new ConformanceNode(folder, new ServersFile());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "initialize, 2025-11-25",
    "tools_call, 2025-11-25",
    "elicitation-sep1034-client-defaults, 2025-11-25",
    "sse-retry, 2025-11-25",
    "tools_call, 2026-07-28",
    "request-metadata, 2026-07-28",
    "sep-2322-client-request-state, 2026-07-28",
    "http-standard-headers, 2026-07-28",
    "http-custom-headers, 2026-07-28",
    "http-invalid-tool-headers, 2026-07-28",
    "json-schema-2020-12-preservation, 2026-07-28",
    "auth/client-credentials-basic,",
    "auth/client-credentials-jwt,",
    "auth/resource-mismatch, 2026-07-28",
    "auth/metadata-issuer-mismatch, 2026-07-28"
  })
  void a_client_behind_the_gateway_is_what_the_suite_asks_for(String scenario, String revision) {
    Path out = folder.resolve(scenario.replace('/', '-') + "-" + revision);
    List<Check> checks = Suite.client(node, scenario, revision, out);
    List<Check> bad = checks.stream().filter(check -> !GOOD.contains(check.status())).toList();
    assertEquals(List.of(), bad, node::diagnosis);
    assertTrue(checks.stream().anyMatch(Check::passed), "nothing was checked");
  }
}
