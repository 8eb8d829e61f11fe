package dev.omnibus.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.mcp.Credential;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose token is shown by whom. */
class CredentialsTest {

  private final Vertx vertx = Vertx.vertx();
  private final Credentials credentials =
      new Credentials(
          vertx,
          client ->
              Future.succeededFuture(
                  new AccessToken("token-of-" + client.secret(), Duration.ofHours(1))));

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Credential by(String secret) {
    URI server = URI.create("https://up.example.com/mcp");
    URI token = URI.create("https://id.example.com/token");
    Client client =
        new Client(server, "me", secret, null, null, null, token, null, List.of(), null, null);
    return credentials.of("up", client, (old, young) -> {});
  }

  @Test
  void all_who_go_by_one_definition_share_a_token() {
    assertSame(by("one"), by("one"));
  }

  @Test
  void who_goes_by_an_old_definition_never_shows_the_token_of_a_new_one() {
    Credential old = by("one");
    Credential young = by("two");
    old.fetch();
    young.fetch();
    by("one");
    assertEquals("Bearer token-of-one", old.now());
    assertEquals("Bearer token-of-two", young.now());
    old.refused(old.now());
    assertEquals("Bearer token-of-two", young.now());
  }

  @Test
  void what_is_known_of_one_server_is_bounded_and_goes_with_it() {
    Credential first = by("0");
    for (int i = 1; i < 10; i++) {
      by("" + i);
    }
    assertNotSame(first, by("0"));
    Credential last = by("9");
    credentials.retain(List.of("other"));
    assertNotSame(last, by("9"));
  }
}
