package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerLogTest {

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1@00000", Clock.systemUTC());

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_line_of_a_replica_is_its_servers_and_names_it_by_the_number_commands_take()
      throws Exception {
    BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
    bus.hear(Addresses.EVENT_SERVER_LOG, told::add);
    new ServerLog(vertx, bus, "files~2", text -> text).line("listening");
    JsonObject data = told.poll(5, TimeUnit.SECONDS).getJsonObject("data");
    assertEquals("files", data.getString("server"));
    assertEquals(2, data.getValue("replica"));
  }
}
