/**
 * The slow plane: whole messages, for servers that are not reached over HTTP in the era of the
 * agent, and for all servers at once.
 */
package dev.omnibus.gateway.talk;
