/** The fast plane: bytes from an agent to an HTTP server of its own era, and back. */
package dev.omnibus.gateway.relay;
