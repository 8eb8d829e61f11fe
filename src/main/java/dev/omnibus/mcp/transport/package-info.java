/** How messages reach a server: a child process, streamable HTTP, or HTTP+SSE. */
package dev.omnibus.mcp.transport;
