package dev.omnibus.mcp;

import io.vertx.core.Future;

/**
 * What a server is shown in {@code Authorization} when it is no fixed text: it has to be fetched,
 * it grows old, and the server may refuse it. It may be asked on any thread.
 */
public interface Credential {

  /** The value to show when it is at hand, else null. */
  String now();

  /**
   * The value to show, fetched if need be; completes on the caller's context. Fails with an {@link
   * McpException} of kind AUTH_REQUIRED that says why there is none, without secrets.
   */
  Future<String> fetch();

  /** The server does not take what it was shown; whether it is worth to show it another one. */
  boolean refused(String shown);
}
