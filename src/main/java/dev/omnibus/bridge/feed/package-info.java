/** {@code /ws/mcp-status}: the plain WebSocket feed of server states. */
package dev.omnibus.bridge.feed;
