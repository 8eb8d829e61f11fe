package dev.omnibus.app;

import dev.omnibus.config.TelemetryConfig;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where meters are registered: what {@code /metrics} shows, and with it, where it is wanted, what
 * is sent by OTLP.
 *
 * @param scraped what {@code /metrics} shows
 * @param all where rooms register
 */
record Metering(PrometheusMeterRegistry scraped, MeterRegistry all) {

  private static final String NAME = "omnibus";

  static Metering of(TelemetryConfig config, String node) {
    PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MeterRegistry all = config.otlpUrl() == null ? scraped : withOtlp(scraped, config, node);
    if (config.enabled()) {
      ofTheProcess().forEach(binder -> binder.bindTo(all));
    }
    return new Metering(scraped, all);
  }

  private static List<MeterBinder> ofTheProcess() {
    return List.of(
        new JvmMemoryMetrics(),
        new JvmGcMetrics(),
        new JvmThreadMetrics(),
        new ClassLoaderMetrics(),
        new FileDescriptorMetrics(),
        new UptimeMetrics());
  }

  private static MeterRegistry withOtlp(
      PrometheusMeterRegistry scraped, TelemetryConfig config, String node) {
    CompositeMeterRegistry both = new CompositeMeterRegistry();
    both.add(scraped);
    both.add(new OtlpMeterRegistry(new Destination(config, node), Clock.SYSTEM));
    return both;
  }

  /** Sends the last of it. Blocks. */
  void close() {
    all.close();
  }

  private record Destination(TelemetryConfig config, String node) implements OtlpConfig {

    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return config.otlpUrl();
    }

    @Override
    public Duration step() {
      return config.otlpStep();
    }

    @Override
    public Map<String, String> resourceAttributes() {
      return Map.of("service.name", NAME, "service.instance.id", node);
    }
  }
}
