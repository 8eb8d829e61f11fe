package dev.omnibus.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.bus.Failure;
import dev.omnibus.sealed.KeyOffer;
import dev.omnibus.sealed.SealedTalk;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client makes of sealed frames that somebody on the way tampered with. */
class SealingTest {

  private static final String LOG = "event.server.log";

  private final KeyOffer nodeKey = new KeyOffer();
  private SealedTalk node;
  private final Sealing sealing =
      new Sealing(
          body -> {
            node = nodeKey.withClient(body.getString("key"));
            return CompletableFuture.completedFuture(
                new JsonObject().put("key", nodeKey.publicKey()));
          });

  @BeforeEach
  void begin() {
    sealing.begun().join();
  }

  private JsonObject event(int seq, int sealedAs) {
    String text = new JsonObject().put("node", "n1").put("seq", sealedAs).encode();
    return new JsonObject()
        .put("type", "rec")
        .put("address", LOG)
        .put(
            "body",
            new JsonObject()
                .put("node", "n1")
                .put("seq", seq)
                .put("sealed", node.close(text, SealedTalk.event(LOG, "n1", sealedAs))));
  }

  private JsonObject opened(JsonObject frame) {
    return sealing.opened(frame, address -> address.startsWith("r"), LOG::equals);
  }

  @Test
  void an_event_opens_at_its_place_and_is_found_at_another() {
    assertEquals(5, opened(event(5, 5)).getJsonObject("body").getInteger("seq"));
    assertThrows(IllegalArgumentException.class, () -> opened(event(6, 5)));
  }

  @Test
  void an_answer_that_was_swapped_with_another_is_found() {
    JsonObject frame =
        new JsonObject()
            .put("type", "rec")
            .put("address", "r1")
            .put("body", new JsonObject().put("sealed", node.close("{}", SealedTalk.reply("r2"))));
    assertThrows(IllegalArgumentException.class, () -> opened(frame));
  }

  @Test
  void what_nobody_waits_for_any_more_is_let_go() {
    JsonObject late =
        new JsonObject()
            .put("address", "x1")
            .put("body", new JsonObject().put("sealed", node.close("{}", SealedTalk.reply("x1"))));
    assertEquals(late, opened(late.copy()));
  }

  @Test
  void only_a_node_that_does_not_know_it_is_talked_to_in_clear() {
    List<Failure> answers = new ArrayList<>(List.of(Failure.TIMEOUT, Failure.LIMITED));
    Sealing unlucky =
        new Sealing(
            body ->
                CompletableFuture.failedFuture(
                    (answers.isEmpty() ? Failure.FORBIDDEN : answers.remove(0)).because(null)));
    assertThrows(CompletionException.class, () -> unlucky.begun().join());
    assertThrows(CompletionException.class, () -> unlucky.begun().join());
    assertNull(unlucky.begun().join());
  }

  @Test
  void keys_are_those_of_one_socket() {
    JsonObject frame = event(5, 5);
    sealing.forget();
    sealing.begun().join();
    assertThrows(IllegalArgumentException.class, () -> opened(frame));
  }
}
