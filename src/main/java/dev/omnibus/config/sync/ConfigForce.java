package dev.omnibus.config.sync;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Turns checked JSON into the records that the rooms read, and puts them in force. */
record ConfigForce(LiveConfig live, AdminPassword admin) {

  /** The first configuration of a node. */
  static ConfigForce start(JsonObject servers, JsonObject access, AdminPassword admin) {
    AccessConfig rules = admin.over(AccessConfig.fromJson(access));
    return new ConfigForce(new LiveConfig(specs(servers), rules), admin);
  }

  /** Only what changed is touched; settings of the node wait for its next start. */
  void apply(ConfigFile file, JsonObject json) {
    switch (file) {
      case SERVERS -> live.apply(specs(json));
      case ACCESS -> live.apply(admin.over(AccessConfig.fromJson(json)));
      case OMNIBUS -> {}
    }
  }

  private static Map<String, ServerSpec> specs(JsonObject json) {
    Map<String, ServerSpec> specs = new TreeMap<>();
    JsonObject servers = json.getJsonObject("mcpServers");
    servers
        .fieldNames()
        .forEach(name -> specs.put(name, ServerSpec.fromJson(name, servers.getJsonObject(name))));
    return specs;
  }
}
