/**
 * The MCP data plane: agents reach every server they may use at {@code /mcp}, or one at {@code
 * /mcp/{server}}, in either era of the protocol. Requests are answered with one JSON body; streams,
 * sessions and what servers send by themselves are not carried, and nothing is offered that is not.
 */
package dev.omnibus.gateway;
