package dev.omnibus.bridge.hub;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Glob;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;

/**
 * The filter of register headers; null means any.
 *
 * <p>{@code {"server":"files","severity":"warning"}}: events about that server (a trailing {@code
 * *} matches the rest) that are at least that severe; {@link DataFilter} says what else may be
 * asked of the audit log. Of an event in columns the rows of those servers, with those of tools;
 * without a server the rows of tools are left out. Other headers are ignored.
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
    return headers == null ? ANY : of(headers, null);
  }

  /** The same for the events of one address: rows of the audit log are asked more of. */
  public static HeaderFilter fromJson(String address, JsonObject headers) {
    return headers == null || !address.equals(Addresses.EVENT_AUDIT_RECORDED)
        ? fromJson(headers)
        : of(headers, DataFilter.fromJson(headers));
  }

  private static HeaderFilter of(JsonObject headers, DataFilter data) {
    Fields f = Fields.of(headers);
    return new HeaderFilter(f.textOrNull("server"), severity(f.textOrNull("severity")), data);
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
        && (server == null || event.isDivided() || matches(event.server()))
        && (data == null || data.admits(event));
  }

  @Override
  public String onlyServer() {
    return server == null || server.isEmpty() || server.endsWith("*") ? null : server;
  }

  /** Single tools are many, so that they are told to those only who name servers. */
  @Override
  public boolean admitsRow(String of, String tool) {
    return server == null ? tool.isEmpty() : matches(of);
  }

  private boolean matches(String name) {
    return name != null && Glob.matches(server, name);
  }
}
