package dev.omnibus.audit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Access;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.harness.Waiting;
import dev.omnibus.store.Database;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large log leaves as a file, to somebody who reads slowly. */
class AuditExportTest {

  private static final int PAGES = 8;
  private static final int ROWS = PAGES * AuditSearch.MOST;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LONG = "x".repeat(4_000);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger pages = new AtomicInteger();
  private final AuditTrail trail = new AuditTrail();
  @TempDir Path folder;
  private Database database;
  private Access access;
  private HttpServer server;
  private volatile HttpServerResponse response;

  /** How many pages were asked for before the one before had left; on the event loop. */
  private volatile int tooEarly;

  @BeforeEach
  void begin() throws Exception {
    database = Database.embedded(folder.resolve(Database.FILE));
    AuditTable table = new AuditTable(database);
    access = access();
    AuditRoutes routes =
        new AuditRoutes(
            access.doorkeeper(),
            access.policy(),
            (body, caller) -> page(table, body),
            trail,
            Clock.systemUTC());
    Router router = Router.router(vertx);
    router.route().handler(this::watched);
    routes.mount(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
    database.close();
  }

  private void write(int rows) throws Exception {
    Ledger ledger = new Ledger(new AuditTable(database), "n1~a");
    for (int i = 0; i < rows; i += AuditSearch.MOST) {
      ledger.write(lengthy(i, i + AuditSearch.MOST), null);
    }
  }

  private static List<AuditEntry> lengthy(int from, int to) {
    List<AuditEntry> acts = new ArrayList<>();
    for (AuditEntry act : Acts.acts(from, to)) {
      JsonObject detail = act.detail().copy().put("long", LONG);
      acts.add(AuditEntry.of(act.at(), act.user(), act.action(), act.outcome(), detail));
    }
    return acts;
  }

  private Access access() throws Exception {
    JsonObject roles =
        new JsonObject(
            """
            {"roles":{"all":{"requests":["*"],"events":[],"servers":{"*":[]}}},
             "users":{"ann":{"password":"x","roles":["all"]}}}
            """);
    IdentityConfig who =
        new IdentityConfig(Duration.ofMinutes(15), Duration.ofDays(7), LIMIT, 10, true, List.of());
    Bus bus = new Bus(vertx, "n1@test1", Clock.systemUTC());
    LiveConfig live = new LiveConfig(Map.of(), AccessConfig.fromJson(roles));
    return await(Access.open(vertx, bus, live, who, folder, Clock.systemUTC()));
  }

  private void watched(RoutingContext context) {
    response = context.response();
    context.next();
  }

  private Future<JsonObject> page(AuditTable table, JsonObject body) {
    tooEarly += response.writeQueueFull() ? 1 : 0;
    return vertx.executeBlocking(
        () -> {
          Lookback.Found found = table.search(AuditSearch.fromJson(body), LIMIT);
          pages.incrementAndGet();
          JsonObject page = AuditPage.part(found, null);
          boolean full = found.rows().size() == AuditSearch.MOST;
          return full
              ? page.put("cursor", AuditCursor.of(found.rows().get(found.rows().size() - 1)) + "")
              : page;
        });
  }

  @Test
  void who_reads_slowly_gets_all_of_it_and_no_more_is_read_than_can_leave() throws Exception {
    write(ROWS);
    try (Socket socket = asked()) {
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<String> lines = answer.lines().filter(line -> line.contains("\"n1\",")).toList();
      assertEquals(ROWS, lines.size());
      assertEquals(PAGES + 1, pages.get());
      assertEquals(0, tooEarly, "asked for while the one before still waited to leave");
      assertTrue(lines.get(0).contains(",\"n1\"," + ROWS + ","), "the newest is the first");
      Waiting.until("it is noted down", LIMIT, () -> trail.size() > 0);
      AuditEntry act = trail.take(1).get(0);
      assertEquals("audit.export ann ok", act.action() + " " + act.user() + " " + act.outcome());
      assertEquals(ROWS, act.detail().getInteger("rows"));
    }
  }

  /** Nothing is read of the answer yet. */
  private Socket asked() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
    String token = await(access.tokens().begin("ann")).access();
    String request =
        "GET /api/v1/audit/export?format=csv HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Authorization: Bearer %s\r\n\r\n".formatted(token);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private String status() throws Exception {
    try (Socket socket = asked()) {
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void readers_that_take_nothing_hold_two_places_of_one_user_and_not_the_memory() throws Exception {
    write(3 * AuditSearch.MOST);
    try (Socket first = asked();
        Socket second = asked()) {
      Waiting.until("both have begun", LIMIT, () -> pages.get() >= 2);
      assertEquals("HTTP/1.1 429 Too Many Requests", status());
      assertTrue(first.isConnected() && second.isConnected());
    }
    Waiting.until("they have gone", LIMIT, () -> status().equals("HTTP/1.1 200 OK"));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), SECONDS);
  }
}
