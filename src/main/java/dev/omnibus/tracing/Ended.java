package dev.omnibus.tracing;

/**
 * How a call ended.
 *
 * @param nanos when, as {@code System.nanoTime()}
 * @param failed whether it failed; what an agent gave up did not
 * @param outcome a word
 */
public record Ended(long nanos, boolean failed, String outcome) {}
