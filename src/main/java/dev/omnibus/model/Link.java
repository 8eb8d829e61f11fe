package dev.omnibus.model;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.TransportKind;
import io.vertx.core.json.JsonObject;

/**
 * What is known of the far end of a session. All but the transport is null until a handshake
 * succeeded once.
 *
 * <p>{@code {"transport":"stdio","era":"legacy","protocol":"2025-11-25","name":"secure-filesystem",
 * "version":"0.2.0","tools":14,"prompts":0,"resources":0,"pid":4711}}
 */
public record Link(
    TransportKind transport,
    Era era,
    String protocol,
    String name,
    String version,
    Integer tools,
    Integer prompts,
    Integer resources,
    Long pid) {

  /** A link of which only the transport is known. */
  public static Link unopened(TransportKind transport) {
    return new Link(transport, null, null, null, null, null, null, null, null);
  }

  /** The same without a process: it is over, or is one of several. */
  public Link withoutProcess() {
    return new Link(transport, era, protocol, name, version, tools, prompts, resources, null);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("transport", transport.word())
        .put("era", era == null ? null : era.word())
        .put("protocol", protocol)
        .put("name", name)
        .put("version", version)
        .put("tools", tools)
        .put("prompts", prompts)
        .put("resources", resources)
        .put("pid", pid);
  }

  public static Link fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Link(
        f.word("transport", TransportKind::of),
        f.wordOrNull("era", Era::of),
        f.textOrNull("protocol"),
        f.textOrNull("name"),
        f.textOrNull("version"),
        f.intOrNull("tools"),
        f.intOrNull("prompts"),
        f.intOrNull("resources"),
        f.longOrNull("pid"));
  }
}
