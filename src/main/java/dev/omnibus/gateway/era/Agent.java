package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;

/**
 * What an agent said of itself, as it wrote it.
 *
 * @param info raw JSON of its {@code clientInfo}; null when it said none
 * @param capabilities raw JSON of its capabilities
 */
public record Agent(String info, String capabilities) {

  public Agent {
    capabilities = capabilities != null && capabilities.startsWith("{") ? capabilities : "{}";
    info = info != null && info.startsWith("{") ? info : null;
  }

  /** A legacy agent, by its {@code initialize}. */
  public static Agent legacy(Envelope initialize) {
    return new Agent(
        initialize.raw("params", "clientInfo"), initialize.raw("params", "capabilities"));
  }

  /** A modern agent, by any of its requests. */
  public static Agent modern(Envelope request) {
    return new Agent(
        request.raw("params", "_meta", Meta.CLIENT_INFO),
        request.raw("params", "_meta", Meta.CAPABILITIES));
  }

  /** The params of an {@code initialize} that says the same to a legacy server. */
  public String initialize(String version) {
    String name = info == null ? "{\"name\":\"unnamed\",\"version\":\"0\"}" : info;
    return "{\"protocolVersion\":\""
        + version
        + "\",\"capabilities\":"
        + capabilities
        + ",\"clientInfo\":"
        + name
        + "}";
  }
}
