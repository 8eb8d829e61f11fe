package dev.omnibus.tracing;

/**
 * What a call is, for whoever reads its trace.
 *
 * @param part whose part of it this is
 * @param server the one that the agent named
 * @param replica where it is known from the beginning; else null
 * @param method of MCP
 * @param tool null where none is called
 * @param caller null at the owner
 */
public record Called(
    Part part, String server, String replica, String method, String tool, String caller) {

  /** The replica, or the server where it is but one. */
  String by() {
    return replica == null ? server : replica;
  }

  /** Who takes part in a call. */
  public enum Part {
    /** The node that the agent asked. */
    CALL,
    /** The node that owns the server. */
    SERVE
  }
}
