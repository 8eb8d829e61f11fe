package dev.omnibus.gateway.all;

import dev.omnibus.access.Caller;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Prefixes;
import dev.omnibus.gateway.catalog.View;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.util.List;
import java.util.Map;

/** What all agents of this node that use all servers have in common. */
public record Shop(
    Catalog catalog,
    LiveConfig live,
    ServerBoard board,
    Permits permits,
    Seen seen,
    GatewayConfig config,
    ClientInfo self) {

  ServerState state(String server) {
    return board.of(server).map(ServerStatus::state).orElse(ServerState.UNKNOWN);
  }

  /** Whether a call may be made twice, by what the server says of the tool. */
  public boolean safeToRepeat(String server, Envelope call) {
    String tool = call.text("params", "name");
    if (server != null) {
      return tool != null && catalog.safeToRepeat(server, tool);
    }
    // Whoever it leads to, all of them must say so.
    List<String> fitting =
        live.servers().keySet().stream()
            .filter(name -> tool != null && tool.startsWith(prefixes().of(name)))
            .toList();
    return !fitting.isEmpty()
        && fitting.stream()
            .allMatch(
                name -> catalog.safeToRepeat(name, tool.substring(prefixes().of(name).length())));
  }

  /** Whether a server is there and says the same to all agents. */
  public boolean isForAll(String server) {
    ServerSpec spec = live.servers().get(server);
    return spec != null && !spec.sessions().own() && !state(server).atRest();
  }

  Prefixes prefixes() {
    return new Prefixes(live.servers());
  }

  /**
   * What this caller sees now.
   *
   * @param own lists that are this caller's alone
   */
  View view(Caller caller, Map<String, Map<Listed, ItemList>> own) {
    List<String> servers =
        permits.seen(caller, live.servers().keySet().stream().sorted().toList()).stream()
            .filter(server -> live.servers().get(server) != null && !state(server).atRest())
            .toList();
    return new View(catalog, prefixes(), permits, caller, servers, own);
  }
}
