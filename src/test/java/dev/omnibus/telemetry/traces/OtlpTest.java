package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real receiver of OTLP/HTTP, which reads what comes as the protobuf that it is. */
class OtlpTest {

  private static final SecretRefs SECRETS =
      new SecretRefs(Map.of("KEY", "hush-hush-hush")::get, Path.of(""));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BlockingQueue<ExportTraceServiceRequest> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/v1/traces", this::receive);
    receiver.start();
  }

  private void receive(HttpExchange http) throws IOException {
    try (http) {
      received.add(ExportTraceServiceRequest.parseFrom(http.getRequestBody().readAllBytes()));
      keys.add(String.valueOf(http.getRequestHeaders().getFirst("api-key")));
      http.sendResponseHeaders(status, -1);
    }
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private Otlp otlp(int queue) {
    JsonObject otlp =
        new JsonObject()
            .put("url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces")
            .put("headers", new JsonObject().put("api-key", "${env:KEY}"))
            .put("queue", queue);
    return Otlp.open(
        TracesConfig.fromJson(new JsonObject().put("otlp", otlp)), SECRETS, "n1@k", meters);
  }

  private double counted(String what) {
    return meters.counter("omnibus.traces.spans", "otlp", what).count();
  }

  private static void done(Otlp otlp) throws Exception {
    otlp.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static final Span CALL =
      new Span(
          "4bf92f3577b34da6a3ce929d0e0e4736",
          "00f067aa0ba902b7",
          "b7ad6b7169203331",
          "tools/call read",
          Kind.CALL,
          "n1@k",
          "files",
          2,
          1_764_380_000_000_000L,
          5_210L,
          true,
          new JsonObject()
              .put("method", "tools/call")
              .put("tool", "read")
              .put("outcome", "timeout"));

  @Test
  void a_span_arrives_as_what_it_is_with_the_key_that_was_referred_to() throws Exception {
    Otlp otlp = otlp(100);
    otlp.add(List.of(CALL));
    otlp.send();

    ExportTraceServiceRequest request = received.poll(30, TimeUnit.SECONDS);
    assertNotNull(request);
    assertEquals("hush-hush-hush", keys.poll(30, TimeUnit.SECONDS));
    ResourceSpans from = request.getResourceSpans(0);
    assertTrue(
        from.getResource().getAttributesList().stream()
            .anyMatch(
                a ->
                    a.getKey().equals("service.instance.id")
                        && a.getValue().getStringValue().equals("n1@k")));
    io.opentelemetry.proto.trace.v1.Span span = from.getScopeSpans(0).getSpans(0);
    assertEquals(CALL.trace(), HexFormat.of().formatHex(span.getTraceId().toByteArray()));
    assertEquals(CALL.span(), HexFormat.of().formatHex(span.getSpanId().toByteArray()));
    assertEquals(CALL.parent(), HexFormat.of().formatHex(span.getParentSpanId().toByteArray()));
    assertEquals("tools/call read", span.getName());
    assertEquals(1_764_380_000_000_000_000L, span.getStartTimeUnixNano());
    assertEquals(5_210_000, span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
    assertEquals(
        io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR,
        span.getStatus().getCode());
    assertTrue(
        span.getAttributesList().stream()
            .anyMatch(
                a ->
                    a.getKey().equals("gen_ai.tool.name")
                        && a.getValue().getStringValue().equals("read")));
    done(otlp);
    assertEquals(1, counted("sent"));
  }

  @Test
  void a_receiver_that_is_away_costs_a_counter_and_nothing_else() throws Exception {
    Otlp otlp = otlp(100);
    receiver.stop(0);
    otlp.add(List.of(CALL, CALL));
    otlp.send();
    done(otlp);
    assertEquals(2, counted("lost"));
    assertEquals(0, counted("sent"));
  }

  @Test
  void a_receiver_that_refuses_is_told_nothing_twice() throws Exception {
    status = 400;
    Otlp otlp = otlp(100);
    otlp.add(List.of(CALL));
    otlp.send();
    done(otlp);
    assertEquals(1, counted("lost"));
    assertEquals(1, received.size());
  }

  @Test
  void what_waits_for_it_has_a_bound() throws Exception {
    Otlp otlp = otlp(10);
    for (int i = 0; i < 25; i++) {
      otlp.add(List.of(CALL));
    }
    assertEquals(15, counted("lost"));
    done(otlp);
    assertEquals(10, counted("sent"));
  }
}
