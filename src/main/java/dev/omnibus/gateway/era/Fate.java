package dev.omnibus.gateway.era;

/** What becomes of a message whose sender and receiver are of different eras. */
public enum Fate {
  /** It goes on, dressed for the other era. */
  ONWARD,
  /** The gateway does what it asks for: the other era has another way to say it, or none. */
  HERE,
  /** There is no such thing in the other era, and nothing like it. */
  REFUSED
}
