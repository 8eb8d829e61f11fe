package dev.omnibus.cluster;

import java.security.SecureRandom;

/**
 * Who a node is. The name outlives a restart and decides what the node owns; the incarnation is new
 * at every start, so that sequence numbers and messages of an earlier life are never mistaken for
 * those of this one. As text {@code n1@k3f9}.
 */
public record NodeId(String name, String incarnation) implements Comparable<NodeId> {

  private static final SecureRandom RANDOM = new SecureRandom();

  public NodeId {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new IllegalArgumentException(
          "a node's name is letters, digits, '.', '_', '-': " + name);
    }
  }

  /** A node that starts now. */
  public static NodeId start(String name) {
    int random = RANDOM.nextInt(36 * 36 * 36 * 36 * 36);
    String text = "00000" + Integer.toString(random, 36);
    return new NodeId(name, text.substring(text.length() - 5));
  }

  /** Reads {@code n1@k3f9}. */
  public static NodeId of(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("no node id: " + text);
    }
    return new NodeId(text.substring(0, at), text.substring(at + 1));
  }

  @Override
  public int compareTo(NodeId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return name + "@" + incarnation;
  }
}
