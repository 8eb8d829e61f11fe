package dev.omnibus.gateway.relay;

import java.time.Duration;

/**
 * What one server is asked for at once, and how long.
 *
 * @param concurrency requests under way from this node
 * @param queue requests that may wait for a place
 * @param queueTime how long each of them may wait
 * @param callTimeout deadline of one request; progress extends it
 * @param maxCall hard limit of one request
 */
record Limits(
    int concurrency, int queue, Duration queueTime, Duration callTimeout, Duration maxCall) {}
