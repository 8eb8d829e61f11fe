package dev.omnibus.gateway.way;

import dev.omnibus.access.Caller;

/**
 * Who wants a way to a server.
 *
 * @param session name of the agent's session; null for an agent without one
 * @param info raw JSON of what the agent calls itself, or null
 * @param capabilities raw JSON of the agent's capabilities
 * @param replica of the server where its session lives, or null for whichever is best
 */
public record Opening(
    String server,
    Caller caller,
    String session,
    String info,
    String capabilities,
    String replica) {}
