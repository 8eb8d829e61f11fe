package dev.omnibus.mcp;

/**
 * The evidence of one probe that was answered.
 *
 * @param sent the method asked
 * @param received "result", or the JSON-RPC error in words: any well-formed reply means alive
 * @param latencyNanos from handing the probe over to its reply
 */
public record ProbeAnswer(String sent, String received, long latencyNanos) {}
