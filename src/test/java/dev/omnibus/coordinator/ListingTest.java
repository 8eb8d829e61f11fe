package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListingTest {

  @Test
  void pages_are_read_to_the_last() {
    Listing listing =
        new Listing(
            "tools",
            params ->
                Future.succeededFuture(
                    params.containsKey("cursor") ? page("b", null) : page("a", "next")));
    assertEquals(JsonArray.of("a", "b"), listing.all().result());
  }

  @Test
  void a_server_that_always_has_a_next_page_does_not_keep_us_for_ever() {
    AtomicInteger pages = new AtomicInteger();
    Listing listing =
        new Listing(
            "tools",
            params -> {
              pages.incrementAndGet();
              return Future.succeededFuture(page("a", "next"));
            });
    assertTrue(listing.all().succeeded());
    assertEquals(100, pages.get());
  }

  private static JsonObject page(String item, String next) {
    return new JsonObject().put("tools", JsonArray.of(item)).put("nextCursor", next);
  }
}
