/** {@code /mcp}: all servers as one, for one agent. */
package dev.omnibus.gateway.all;
