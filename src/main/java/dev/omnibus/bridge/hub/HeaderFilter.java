package dev.omnibus.bridge.hub;

import dev.omnibus.model.Fields;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;

/**
 * The filter of register headers; null means any.
 *
 * <p>{@code {"server":"files","severity":"warning"}}: events about that server (a trailing {@code
 * *} matches the rest) that are at least that severe; {@link DataFilter} says what else may be
 * asked of them. Of an event in columns the rows of those servers, with those of tools; without a
 * server the rows of tools are left out. Other headers are ignored.
 */
public record HeaderFilter(String server, Severity severity, DataFilter data)
    implements EventFilter {

  /** Everything. */
  public static final HeaderFilter ANY = new HeaderFilter(null, null, null);

  /** Whatever an event says beside that. */
  public HeaderFilter(String server, Severity severity) {
    this(server, severity, null);
  }

  /** Reads headers; null means none, a bad value is an IllegalArgumentException naming it. */
  public static HeaderFilter fromJson(JsonObject headers) {
    if (headers == null) {
      return ANY;
    }
    Fields f = Fields.of(headers);
    return new HeaderFilter(
        f.textOrNull("server"), severity(f.textOrNull("severity")), DataFilter.fromJson(headers));
  }

  /** Reads a severity; an unknown word is an IllegalArgumentException that says what there is. */
  public static Severity severity(String word) {
    if (word == null) {
      return null;
    }
    try {
      return Severity.of(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'severity' is none of info, warning, error, critical");
    }
  }

  @Override
  public boolean admits(Event event) {
    return (severity == null || event.severity().compareTo(severity) >= 0)
        && (server == null || event.isInColumns() || matches(event.server()))
        && (data == null
            || event.isInColumns()
            || data.admits(event.envelope().getJsonObject("data")));
  }

  @Override
  public String onlyServer() {
    return server == null || server.endsWith("*") ? null : server;
  }

  /** Single tools are many, so that they are told to those only who name servers. */
  @Override
  public boolean admitsRow(String of, String tool) {
    return server == null ? tool.isEmpty() : matches(of);
  }

  private boolean matches(String name) {
    if (name == null) {
      return false;
    }
    return server.endsWith("*")
        ? name.startsWith(server.substring(0, server.length() - 1))
        : name.equals(server);
  }
}
