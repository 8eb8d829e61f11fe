package dev.omnibus.gateway.talk;

import dev.omnibus.access.Caller;
import dev.omnibus.mcp.Era;

/** A request with what is known of it: who asks, and in which era. */
record Asked(Message message, Caller caller, Era era) {

  String method() {
    return message.method();
  }
}
