/**
 * One JSON-RPC message as the bytes it came in: where its parts stand, and how to change one of
 * them without touching the rest, so that numbers, unknown fields and the order of keys survive.
 */
package dev.omnibus.mcp.wire;
