package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.credential.Credentials;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.McpException;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

  private static final JsonObject ENTRY =
      new JsonObject()
          .put("url", "https://mcp.example.com/a/mcp")
          .put("headers", new JsonObject().put("Authorization", "Bearer ${env:TOKEN}"))
          .put("oauth", new JsonObject().put("clientId", "omnibus").put("clientSecret", "s3cret"))
          .put("trustCertificates", "ca.pem");

  private final Vertx vertx = Vertx.vertx();
  private final Endpoints endpoints =
      new Endpoints(
          new SecretRefs(Map.of("TOKEN", "hush-hush", "PAGE", "/metrics")::get, Path.of("")),
          CoordinatorConfig.fromJson(new JsonObject()),
          new Credentials(vertx, Clock.systemUTC()));

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private HttpEndpoint figures(String metricsUrl) {
    JsonObject entry = ENTRY.copy().put("metricsUrl", metricsUrl);
    return endpoints.figures(ServerSpec.fromJson("far", entry));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "${env:PAGE}", "https://MCP.example.com:9100/metrics"})
  void what_opens_a_server_opens_its_figures_on_the_same_host(String page) {
    HttpEndpoint there = figures(page);
    assertEquals(Map.of("Authorization", "Bearer hush-hush"), there.headers());
    assertNotNull(there.credential());
    assertEquals("/metrics", there.url().getPath());
    assertEquals(Path.of("ca.pem").toAbsolutePath(), there.trustCertificates().toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://metrics.example.com/metrics",
        "http://mcp.example.com/metrics",
        "//evil.example.com/metrics"
      })
  void no_other_host_and_no_way_without_tls_is_shown_it(String page) {
    HttpEndpoint there = figures(page);
    assertEquals(Map.of(), there.headers());
    assertNull(there.credential());
  }

  @Test
  void what_is_no_address_leads_nowhere() {
    assertThrows(McpException.class, () -> figures("ftp://mcp.example.com/metrics"));
    assertThrows(McpException.class, () -> figures("/a b"));
  }

  @Test
  void each_replica_has_its_own_page() {
    JsonObject entry =
        new JsonObject()
            .put("urls", JsonArray.of("http://one:1/mcp", "http://two:2/mcp"))
            .put("metricsUrl", "/metrics");
    List<URI> pages =
        ServerSpec.fromJson("far", entry).members().stream()
            .map(member -> endpoints.figures(member).url())
            .toList();
    assertEquals(
        List.of(URI.create("http://one:1/metrics"), URI.create("http://two:2/metrics")), pages);
  }
}
