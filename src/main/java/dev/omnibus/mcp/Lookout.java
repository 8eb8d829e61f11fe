package dev.omnibus.mcp;

import java.net.InetSocketAddress;

/**
 * A closer look at one address: the place that was chosen among those its name stands for, so that
 * nothing else is connected to whatever the name says later, and who hears how it answers.
 */
public record Lookout(InetSocketAddress place, Heard heard) {

  /** Hears the head of each answer. */
  @FunctionalInterface
  public interface Heard {

    /**
     * @param nanos from the request, on an open connection, to the first byte of the answer
     * @param contentType as it was sent, or null
     */
    void head(long nanos, int status, String contentType);
  }
}
