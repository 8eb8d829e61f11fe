package dev.omnibus.telemetry.traces;

import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.tracing.Span;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a receiver of OTLP/HTTP, a batch at a time. What does not fit into the queue, and
 * what the receiver does not take, is dropped and counted; nothing waits for it.
 */
final class Otlp {

  private static final Logger LOG = LoggerFactory.getLogger(Otlp.class);

  /** The library tells each failure; here the first one is told, and that it is over. */
  private static final java.util.logging.Logger THEIRS =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int BATCH = 512;

  private final SpanExporter exporter;
  private final Resource resource;
  private final int most;
  private final Counter sent;
  private final Counter lost;
  private final Queue<SpanData> queue = new ArrayDeque<>();
  private volatile Future<Void> sending = Future.succeededFuture();
  private volatile boolean away;

  private Otlp(SpanExporter exporter, String node, int most, MeterRegistry meters) {
    this.exporter = exporter;
    this.most = most;
    this.resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "omnibus")
                .put("service.instance.id", node)
                .build());
    this.sent = spans(meters, "sent");
    this.lost = spans(meters, "lost");
  }

  private static Counter spans(MeterRegistry meters, String became) {
    return Counter.builder("omnibus.traces.spans")
        .description("spans for the receiver of traces, by what became of them")
        .tag("otlp", became)
        .register(meters);
  }

  static Otlp open(TracesConfig config, SecretRefs secrets, String node, MeterRegistry meters) {
    THEIRS.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.otlp().toString())
            .setTimeout(TIMEOUT)
            .setConnectTimeout(TIMEOUT)
            .setRetryPolicy(null);
    config.otlpHeaders().forEach((name, value) -> builder.addHeader(name, secrets.resolve(value)));
    return new Otlp(builder.build(), node, config.otlpQueue(), meters);
  }

  /** Puts them into the queue, as far as they fit. */
  synchronized void add(List<Span> spans) {
    for (Span span : spans) {
      if (queue.size() < most) {
        queue.add(OtlpSpan.of(span, resource));
      } else {
        lost.increment();
      }
    }
  }

  /** Sends what waits, unless the batch before is still on its way. */
  synchronized void send() {
    if (!sending.isComplete() || queue.isEmpty()) {
      return;
    }
    List<SpanData> batch = new ArrayList<>();
    while (batch.size() < BATCH && !queue.isEmpty()) {
      batch.add(queue.poll());
    }
    Promise<Void> done = Promise.promise();
    sending = done.future();
    CompletableResultCode result = export(batch);
    result.whenComplete(
        () -> {
          sent(batch.size(), result.isSuccess());
          done.complete();
        });
  }

  /** Whatever goes wrong there, the next batch goes out. */
  private CompletableResultCode export(List<SpanData> batch) {
    try {
      return exporter.export(batch);
    } catch (RuntimeException unforeseen) {
      LOG.error("traces cannot be sent", unforeseen);
      return CompletableResultCode.ofFailure();
    }
  }

  /** On a thread of the exporter. */
  private void sent(int spans, boolean taken) {
    (taken ? sent : lost).increment(spans);
    if (away == taken) {
      away = !taken;
      if (taken) {
        LOG.info("traces are taken again");
      } else {
        LOG.warn("traces are not taken, and dropped until they are");
      }
    }
  }

  /** Sends what fits into one more batch; completes within the time of two. */
  Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    sending.onComplete(
        before -> {
          send();
          sending.onComplete(last -> exporter.shutdown().whenComplete(() -> closed.tryComplete()));
        });
    return closed.future();
  }
}
