package dev.omnibus.telemetry.traces;

import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A span in the words of OpenTelemetry; names of attributes are those of its conventions for MCP
 * and generative AI, where there are some.
 */
record OtlpSpan(Span span, Resource resource, Attributes attributes) implements SpanData {

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("omnibus");

  static OtlpSpan of(Span span, Resource resource) {
    return new OtlpSpan(span, resource, attributes(span));
  }

  private static Attributes attributes(Span span) {
    JsonObject said = span.attributes();
    AttributesBuilder all = Attributes.builder();
    all.put("omnibus.server", span.server());
    put(all, "mcp.method.name", said.getString("method"));
    put(all, "gen_ai.tool.name", said.getString("tool"));
    put(all, "enduser.id", said.getString("caller"));
    put(all, "omnibus.outcome", said.getString("outcome"));
    put(all, "omnibus.kept", said.getString("kept"));
    put(all, "omnibus.owner", said.getString("to"));
    if (span.replica() > 0) {
      all.put("omnibus.replica", span.replica());
    }
    if (span.failed()) {
      put(all, "error.type", said.getString("outcome"));
    }
    return all.build();
  }

  private static void put(AttributesBuilder into, String key, String value) {
    if (value != null) {
      into.put(key, value);
    }
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return switch (span.kind()) {
      case CALL, SERVE -> SpanKind.SERVER;
      case TRY, HOP -> SpanKind.CLIENT;
      case STAGE -> SpanKind.INTERNAL;
    };
  }

  @Override
  public SpanContext getSpanContext() {
    return SpanContext.create(
        span.trace(), span.span(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  /** That of an agent, or of another node, came from elsewhere. */
  @Override
  public SpanContext getParentSpanContext() {
    if (span.parent() == null) {
      return SpanContext.getInvalid();
    }
    boolean remote = span.kind() == Kind.CALL || span.kind() == Kind.SERVE;
    return remote
        ? SpanContext.createFromRemoteParent(
            span.trace(), span.parent(), TraceFlags.getSampled(), TraceState.getDefault())
        : SpanContext.create(
            span.trace(), span.parent(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  @Override
  public StatusData getStatus() {
    return span.failed() ? StatusData.error() : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return span.startUs() * 1_000;
  }

  @Override
  public long getEndEpochNanos() {
    return span.endUs(span.startUs()) * 1_000;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  @Deprecated
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
