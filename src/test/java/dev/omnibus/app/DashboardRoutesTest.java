package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a browser gets when it asks for the page. */
class DashboardRoutesTest {

  private static Vertx vertx;
  private static WebClient client;
  private static int port;

  @BeforeAll
  static void listen() throws Exception {
    vertx = Vertx.vertx();
    client = WebClient.create(vertx);
    Router router = Router.router(vertx);
    new DashboardRoutes(vertx).mount(router);
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(60, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void the_page_is_html() throws Exception {
    assertEquals("text/html; charset=utf-8", get("/").getHeader("Content-Type"));
  }

  @Test
  void no_inline_script_or_style_is_allowed() throws Exception {
    assertFalse(get("/").getHeader("Content-Security-Policy").contains("unsafe"));
  }

  @Test
  void the_page_is_in_nobodys_frame() throws Exception {
    assertTrue(get("/").getHeader("Content-Security-Policy").contains("frame-ancestors 'none'"));
  }

  @Test
  void the_page_is_asked_about_each_time() throws Exception {
    assertEquals("no-cache", get("/").getHeader("Cache-Control"));
  }

  @Test
  void a_page_that_has_not_changed_is_not_sent_again() throws Exception {
    String etag = get("/").getHeader("ETag");
    int status =
        client
            .get(port, "127.0.0.1", "/")
            .putHeader("If-None-Match", etag)
            .send()
            .await(60, TimeUnit.SECONDS)
            .statusCode();
    assertEquals(304, status);
  }

  @Test
  void nothing_outside_the_bundle_is_served() throws Exception {
    assertEquals(404, get("/app/..%2F..%2Flogback.xml").statusCode());
  }

  @Test
  void an_unknown_path_is_not_the_page() throws Exception {
    assertEquals(404, get("/fleet").statusCode());
  }

  @Test
  void a_hashed_file_never_changes() {
    DashboardFile file = DashboardFile.of("app/assets/inter-3K5RT2QX.woff2", Buffer.buffer());
    assertTrue(file.cacheControl().contains("immutable"));
  }

  private static HttpResponse<Buffer> get(String path) throws Exception {
    return client.get(port, "127.0.0.1", path).send().await(60, TimeUnit.SECONDS);
  }
}
