package dev.omnibus.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.TokenServer;
import dev.omnibus.model.ClientAuth;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token of a real token endpoint, given or found. */
class GrantTest {

  private final Vertx vertx = Vertx.vertx();
  private final Grant grant = new Grant(new Web(vertx), Clock.systemUTC());
  private TokenServer issuer;
  private HttpServer server;

  /** Where the server says what it is, and in which words; null for nowhere. */
  private String place = "/.well-known/oauth-protected-resource/mcp";

  private JsonObject metadata;
  private String challenge;

  @BeforeEach
  void start() {
    issuer = new TokenServer(vertx);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(this::answer)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    metadata =
        new JsonObject()
            .put("resource", url())
            .put("authorization_servers", JsonArray.of(issuer.url()));
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals(place)) {
      request.response().putHeader("Content-Type", "application/json").end(metadata.encode());
    } else {
      if (challenge != null) {
        request.response().putHeader("WWW-Authenticate", challenge);
      }
      request.response().setStatusCode(request.path().equals("/mcp") ? 401 : 404).end();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/mcp";
  }

  private Client client(ClientAuth auth, String tokenUrl, String resource) {
    return new Client(
        URI.create(url() + "?key=hush"),
        TokenServer.CLIENT,
        TokenServer.SECRET,
        null,
        null,
        auth,
        tokenUrl == null ? null : URI.create(tokenUrl),
        null,
        List.of("mcp", "more"),
        resource,
        null);
  }

  private Client found() {
    return client(null, null, null);
  }

  private AccessToken token(Client client) throws Exception {
    return grant.token(client).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private String refusal(Client client) throws Exception {
    try {
      return "a token: " + token(client);
    } catch (ExecutionException expected) {
      return expected.getCause().getMessage();
    }
  }

  private JsonObject asked() {
    return issuer.asked.get(issuer.asked.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"})
  void a_secret_proves_who_asks(ClientAuth auth) throws Exception {
    AccessToken token = token(client(auth, issuer.tokenUrl(), null));
    assertTrue(issuer.takes(token.header()));
    assertEquals(3600, token.lasts().toSeconds());
    boolean basic = auth == ClientAuth.CLIENT_SECRET_BASIC;
    assertEquals(basic, asked().getString("authorization") != null);
    assertEquals(!basic, asked().containsKey("client_secret"));
  }

  @Test
  void grant_scope_and_resource_are_said() throws Exception {
    token(client(null, issuer.tokenUrl(), null));
    assertEquals("client_credentials", asked().getString("grant_type"));
    assertEquals("mcp more", asked().getString("scope"));
    assertEquals(url(), asked().getString("resource"), "without what may be a secret");
  }

  @Test
  void an_empty_resource_is_not_said() throws Exception {
    token(client(null, issuer.tokenUrl(), ""));
    assertFalse(asked().containsKey("resource"));
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048, RS256, SHA256withRSA", "EC, 256, ES256, SHA256withECDSAinP1363Format"})
  void a_key_proves_who_asks(String kind, int bits, String algorithm, String signature)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    if (kind.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(bits);
    }
    KeyPair pair = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    token(
        new Client(
            URI.create(url()), "me", null, pem, "k1", null, null, null, List.of(), null, null));
    assertEquals(
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        asked().getString("client_assertion_type"));
    String[] jwt = asked().getString("client_assertion").split("\\.");
    assertEquals(algorithm, part(jwt[0]).getString("alg"));
    assertEquals("k1", part(jwt[0]).getString("kid"));
    assertEquals("me", part(jwt[1]).getString("sub"));
    assertEquals(issuer.url(), part(jwt[1]).getString("aud"));
    Signature check = Signature.getInstance(signature);
    check.initVerify(pair.getPublic());
    check.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(check.verify(Base64.getUrlDecoder().decode(jwt[2])));
  }

  private static JsonObject part(String text) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource",
        "/elsewhere"
      })
  void the_token_endpoint_is_found_by_what_the_server_says(String where) throws Exception {
    place = where;
    challenge =
        where.equals("/elsewhere")
            ? "Bearer error=\"x\", resource_metadata=\"" + url().replace("/mcp", where) + "\""
            : "Bearer";
    assertTrue(issuer.takes(token(found()).header()));
    assertEquals(url(), asked().getString("resource"));
  }

  @ParameterizedTest
  @CsvSource({
    "/tenant, /.well-known/oauth-authorization-server/tenant",
    "/tenant, /.well-known/openid-configuration/tenant",
    "/tenant, /tenant/.well-known/openid-configuration",
    "'', /.well-known/openid-configuration"
  })
  void the_metadata_of_an_authorization_server_stand_at_several_places(String path, String where)
      throws Exception {
    issuer.place = where;
    issuer.issuer = issuer.url() + path;
    metadata.put("authorization_servers", JsonArray.of(issuer.issuer));
    assertTrue(issuer.takes(token(found()).header()));
  }

  @Test
  void the_way_to_prove_it_is_the_one_that_is_taken() throws Exception {
    issuer.methods = JsonArray.of("client_secret_post");
    token(found());
    assertNull(asked().getString("authorization"));
  }

  @Test
  void who_is_configured_as_issuer_is_asked_whatever_the_server_says() throws Exception {
    metadata.put("authorization_servers", JsonArray.of("http://127.0.0.1:9"));
    Client c = found();
    Client pinned =
        new Client(
            c.server(),
            c.id(),
            c.secret(),
            null,
            null,
            null,
            null,
            URI.create(issuer.url()),
            List.of(),
            null,
            null);
    assertTrue(issuer.takes(token(pinned).header()));
  }

  @Test
  void metadata_about_something_else_are_not_believed() throws Exception {
    metadata.put("resource", "http://127.0.0.1:9/mcp");
    assertTrue(refusal(found()).startsWith("no access token: no metadata"), refusal(found()));
    assertTrue(issuer.asked.isEmpty());
  }

  @Test
  void an_authorization_server_under_another_name_gets_no_secret() throws Exception {
    issuer.issuer = "http://127.0.0.1:9";
    assertTrue(refusal(found()).contains("calls itself otherwise"), refusal(found()));
    assertTrue(issuer.asked.isEmpty());
  }

  @Test
  void a_refusal_says_its_code_and_no_secret() throws Exception {
    Client stranger =
        new Client(
            URI.create(url()),
            "me",
            "wrong-secret",
            null,
            null,
            null,
            URI.create(issuer.tokenUrl()),
            null,
            List.of(),
            null,
            null);
    assertEquals(
        "no access token: the token endpoint refused (invalid_client, HTTP 401)",
        refusal(stranger));
  }

  @Test
  void what_is_no_bearer_token_is_not_taken() throws Exception {
    issuer.lasts = "1200";
    assertEquals(1200, token(client(null, issuer.tokenUrl(), null)).lasts().toSeconds());
    for (JsonObject odd :
        List.of(
            new JsonObject(),
            new JsonObject().put("access_token", "a b").put("token_type", "Bearer"),
            new JsonObject().put("access_token", "a").put("token_type", "DPoP"))) {
      metadata = odd;
      assertTrue(
          refusal(client(null, url().replace("/mcp", place), null))
              .startsWith("no access token: the token endpoint "),
          odd.encode());
    }
  }

  @Test
  void an_endpoint_that_is_away_is_said_to_be_away() throws Exception {
    assertEquals(
        "no access token: the token endpoint can't be reached",
        refusal(client(null, "http://127.0.0.1:1/token", null)));
  }

  @Test
  void what_a_far_server_says_in_clear_is_not_believed() throws Exception {
    Client far =
        new Client(
            URI.create("http://mcp.example.com/mcp"),
            "me",
            "x",
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null);
    assertTrue(refusal(far).contains("'oauth' needs 'tokenUrl'"), refusal(far));
  }
}
