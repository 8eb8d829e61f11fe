package dev.omnibus.bridge;

import dev.omnibus.bridge.hub.Event;

/** The word with which something is handed to a client: stock clients of the two bridges differ. */
enum Dialect {
  WEB("rec", Event.REC),
  TCP("message", Event.MESSAGE);

  private final String word;
  private final Event.Form form;

  Dialect(String word, Event.Form form) {
    this.word = word;
    this.form = form;
  }

  String word() {
    return word;
  }

  Event.Form form() {
    return form;
  }
}
