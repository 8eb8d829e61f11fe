package dev.omnibus.audit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.bus.BusException;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a download is when rows of a node are missing. */
class ExportTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Deque<JsonObject> pages = new ArrayDeque<>();
  private final Promise<AuditEntry> act = Promise.promise();
  private HttpServer server;

  @BeforeEach
  void begin() throws Exception {
    server = await(vertx.createHttpServer().requestHandler(this::export).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  private void export(HttpServerRequest request) {
    JsonObject wanted = new JsonObject().put("limit", 2).put("user", "bob");
    Export export =
        new Export(
            request.response(),
            ExportFormat.JSONL,
            wanted,
            body -> Future.succeededFuture(pages.poll()));
    export
        .run()
        .onComplete(done -> act.complete(export.act(Clock.systemUTC(), "ann", 0L, done.cause())))
        .onFailure(
            cause -> {
              if (request.response().headWritten()) {
                request.connection().close();
              } else {
                request.response().setStatusCode(((BusException) cause).failure().code()).end();
              }
            });
  }

  private static JsonObject page(String cursor) {
    JsonArray rows = new JsonArray().add(new JsonObject().put("n", 1)).add(new JsonObject());
    return new JsonObject().put("rows", rows).put("cursor", cursor);
  }

  private HttpResponse<String> download() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
  }

  @Test
  void when_a_node_falls_silent_on_the_way_it_breaks_off_and_nobody_takes_it_for_whole()
      throws Exception {
    pages.addAll(List.of(page("a"), page("b")));
    pages.add(page("c").put("missing", new JsonArray().add("n2@x")));
    assertThrows(IOException.class, this::download);
    AuditEntry noted = await(act.future());
    assertEquals("unavailable", noted.outcome());
    assertEquals(4, noted.detail().getInteger("rows"));
  }

  @Test
  void when_a_node_is_silent_from_the_first_there_is_no_file() throws Exception {
    pages.add(page("a").put("missing", new JsonArray().add("n2@x")));
    assertEquals(503, download().statusCode());
  }

  @Test
  void a_whole_one_says_who_took_how_many_rows_of_what() throws Exception {
    JsonObject last = page("");
    last.remove("cursor");
    pages.addAll(List.of(page("a"), last));
    assertEquals(4, download().body().lines().count());
    AuditEntry noted = await(act.future());
    assertEquals("ok", noted.outcome());
    assertEquals(4, noted.detail().getInteger("rows"));
    assertEquals(new JsonObject().put("user", "bob"), noted.detail().getJsonObject("filter"));
    assertFalse(noted.detail().encode().contains("cursor"));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), SECONDS);
  }
}
