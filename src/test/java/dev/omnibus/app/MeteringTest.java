package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.omnibus.config.TelemetryConfig;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteringTest {

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ExportMetricsServiceRequest> sent = new LinkedBlockingQueue<>();

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private String collector() throws Exception {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              sent.add(read(request.getHeader("Content-Encoding"), body));
                              request.response().end();
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS)
            .actualPort();
    return "http://127.0.0.1:" + port + "/v1/metrics";
  }

  private static ExportMetricsServiceRequest read(String encoding, Buffer body) {
    try {
      byte[] bytes = body.getBytes();
      return ExportMetricsServiceRequest.parseFrom(
          "gzip".equals(encoding)
              ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
              : bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_is_shown_is_sent_by_otlp_too_where_that_is_wanted() throws Exception {
    JsonObject otlp = new JsonObject().put("url", collector()).put("stepMs", 3_600_000);
    Metering metering = Metering.of(config(new JsonObject().put("otlp", otlp)), "n7");
    metering.all().counter("omnibus.test", "server", "files").increment(3);
    assertTrue(metering.scraped().scrape().contains("omnibus_test_total{server=\"files\"} 3.0"));
    metering.close();
    ExportMetricsServiceRequest request = sent.poll(60, TimeUnit.SECONDS);
    String resource = request.getResourceMetrics(0).getResource().toString();
    assertTrue(resource.contains("n7") && resource.contains("omnibus"), resource);
    Metric metric =
        request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
            .filter(m -> m.getName().equals("omnibus.test"))
            .findFirst()
            .orElseThrow();
    assertEquals(3, metric.getSum().getDataPoints(0).getAsDouble());
  }

  @Test
  void the_process_itself_is_metered_unless_nothing_is() {
    Metering on = Metering.of(config(new JsonObject()), "n1");
    Metering off = Metering.of(config(new JsonObject().put("enabled", false)), "n1");
    assertTrue(on.scraped().scrape().contains("jvm_memory_used_bytes"));
    assertEquals(List.of(), off.all().getMeters());
    on.close();
    off.close();
  }

  private static TelemetryConfig config(JsonObject json) {
    return TelemetryConfig.fromJson(json);
  }
}
