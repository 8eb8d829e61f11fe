package dev.omnibus.config;

import dev.omnibus.model.ServerSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The configuration that is in force now. Rooms read it and are told of changes; who changes it and
 * how it travels, it does not know. Handlers run on the thread that applies the change and must
 * only hand over.
 */
public final class LiveConfig {

  private final List<Consumer<ServersChange>> serverHandlers = new CopyOnWriteArrayList<>();
  private final List<Consumer<AccessConfig>> accessHandlers = new CopyOnWriteArrayList<>();
  private volatile Map<String, ServerSpec> servers;
  private volatile AccessConfig access;

  public LiveConfig(Map<String, ServerSpec> servers, AccessConfig access) {
    this.servers = Map.copyOf(servers);
    this.access = access;
  }

  /** All servers by name. */
  public Map<String, ServerSpec> servers() {
    return servers;
  }

  /** Who may do what. */
  public AccessConfig access() {
    return access;
  }

  /** Puts a new fleet in force and tells what changed, if anything did. */
  public synchronized ServersChange apply(Map<String, ServerSpec> young) {
    ServersChange change = ServersChange.between(servers, young);
    servers = Map.copyOf(young);
    if (!change.isEmpty()) {
      serverHandlers.forEach(handler -> handler.accept(change));
    }
    return change;
  }

  /** Puts new access rules in force. */
  public synchronized void apply(AccessConfig young) {
    boolean same = young.equals(access);
    access = young;
    if (!same) {
      accessHandlers.forEach(handler -> handler.accept(young));
    }
  }

  public void onServers(Consumer<ServersChange> handler) {
    serverHandlers.add(handler);
  }

  public void onAccess(Consumer<AccessConfig> handler) {
    accessHandlers.add(handler);
  }
}
