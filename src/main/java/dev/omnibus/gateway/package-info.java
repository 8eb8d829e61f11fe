/**
 * The MCP data plane: agents reach every server they may use at {@code /mcp}, or one at {@code
 * /mcp/{server}}, in either era of the protocol. What an HTTP server of the agent's own era is
 * asked goes through byte for byte ({@code relay}); everything else is said in whole messages
 * ({@code talk}).
 */
package dev.omnibus.gateway;
