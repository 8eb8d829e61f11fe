package dev.omnibus.gateway.balance;

import dev.omnibus.gateway.agent.RpcException;

/** What an agent is told when a server has no place for its request, on either plane. */
public final class Crowded {

  private Crowded() {}

  public static RpcException at(String server) {
    return RpcException.own(429, "too many requests under way to '" + server + "'");
  }
}
