package dev.omnibus.mcp.wire;

/**
 * One member of an object: its name, where that stands, and where its value does.
 *
 * @param keyStart of the first byte of the name
 */
record Member(String key, int keyStart, Span value) {}
