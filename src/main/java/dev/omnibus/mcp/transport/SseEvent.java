package dev.omnibus.mcp.transport;

/** One event of an event stream; the name is {@code message} unless the server says otherwise. */
record SseEvent(String name, String data) {}
