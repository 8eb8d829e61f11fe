/**
 * Speaking MCP as a client: JSON-RPC, both protocol eras, and one session with one server. It
 * imports nothing of ours.
 */
package dev.omnibus.mcp;
