package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Parcel;

/** The way out to one client, whatever its framing. Used on the socket's loop only. */
interface Wire {

  /** Takes packets; they leave at the next {@link #flush}. */
  void write(Parcel parcel);

  void flush();

  /** Writes what is all there is to be written at present, and flushes. */
  default void writeOnly(Parcel parcel) {
    write(parcel);
    flush();
  }

  /** How many bytes were taken and did not leave yet. */
  long pending();

  /** Asks for a sign of life; false when this wire can't. */
  boolean ping();

  void close(int code, String reason);
}
