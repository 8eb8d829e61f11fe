/**
 * The agent's side of everything that is said in whole messages: sessions, streams that can be
 * taken up again, questions of servers, on any node. What an agent talks with is a {@link
 * dev.omnibus.gateway.way.Way} in the agent's own era, whether one server is behind it or all.
 */
package dev.omnibus.gateway.plane;
