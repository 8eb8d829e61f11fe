package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Metric;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call to a server of whose replicas no address is known yet. */
class YoungReplicasTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Bed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(new JsonObject());
    bed.becomeReplica();
    bed.hasAddress = false;
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private CompletableFuture<HttpResponse<String>> call() throws InterruptedException {
    var call = bed.postLater(0, null, Bed.call(5, "t"));
    Waiting.until("it has a place", LIMIT, () -> bed.bulkheads.of(Bed.SERVER).inside() == 1);
    return call;
  }

  @Test
  void it_is_answered_when_the_address_is_known() throws Exception {
    var call = call();
    bed.hasAddress = true;
    assertEquals(200, call.get(60, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void it_is_over_when_its_agent_goes_meanwhile() throws Exception {
    call().cancel(true);
    Waiting.until("it is cancelled", LIMIT, () -> cancelled() == 1);
    assertEquals(0, bed.upstream.count("tools/call"));
  }

  private long cancelled() {
    return bed.counted.of(Metric.CANCELLED);
  }
}
