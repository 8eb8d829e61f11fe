package dev.omnibus.measure;

/**
 * One call that ended.
 *
 * @param replica which one it went to last, from 1; 0 where there is but one
 * @param tool null when it called none
 * @param real whether the server answered as one that has the tool
 * @param became one of the counters of errors, or {@link Metric#CANCELLED}; null when it went well
 * @param in bytes to the server
 * @param out bytes from the server
 * @param micros how long it took; less than 0 for what says nothing of the server
 */
public record Ended(
    String server,
    int replica,
    String tool,
    boolean real,
    Metric became,
    long in,
    long out,
    long micros) {}
