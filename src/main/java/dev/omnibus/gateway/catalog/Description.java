package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.Revisions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** What all servers together are for one agent: their capabilities and instructions in one. */
public final class Description {

  private static final int MOST_CHARS = 16 * 1024;
  private static final String ABOUT =
      "The tools, prompts and resources of several MCP servers. The names of tools and prompts begin"
          + " with the name of their server and two underscores, or with what stands for it.";

  private Description() {}

  /** An {@code InitializeResult}, or the result of {@code server/discover}. */
  public static JsonObject of(ClientInfo self, Era era, View view) {
    List<Shelf> shelves =
        view.servers().stream().map(view.catalog()::of).filter(Objects::nonNull).toList();
    Prefixes prefixes = view.prefixes();
    JsonObject described =
        new JsonObject()
            .put("capabilities", capabilities(era, shelves))
            .put("instructions", instructions(shelves, prefixes));
    return era == Era.MODERN
        ? described
            .put("resultType", "complete")
            .put("ttlMs", 0)
            .put("cacheScope", "private")
            .put("supportedVersions", JsonArray.of(Revisions.MODERN))
            .put("_meta", new JsonObject().put(EraRules.META + "serverInfo", self.toJson()))
        : described
            .put("protocolVersion", Revisions.NEWEST_LEGACY)
            .put("serverInfo", self.toJson());
  }

  /** Tools, prompts and resources always: a server that has some may come at any time. */
  private static JsonObject capabilities(Era era, List<Shelf> shelves) {
    JsonObject resources = new JsonObject().put("listChanged", true).put("subscribe", true);
    JsonObject capabilities =
        new JsonObject()
            .put("tools", new JsonObject().put("listChanged", true))
            .put("prompts", new JsonObject().put("listChanged", true))
            .put("resources", resources);
    if (any(shelves, "completions")) {
      capabilities.put("completions", new JsonObject());
    }
    if (era == Era.LEGACY || any(shelves, "logging")) {
      capabilities.put("logging", new JsonObject());
    }
    return capabilities;
  }

  private static boolean any(List<Shelf> shelves, String capability) {
    return shelves.stream().anyMatch(shelf -> shelf.offers(capability));
  }

  private static String instructions(List<Shelf> shelves, Prefixes prefixes) {
    StringBuilder text = new StringBuilder(ABOUT);
    for (Shelf shelf : shelves) {
      String own = Objects.toString(shelf.described().getValue("instructions"), "").strip();
      if (!own.isEmpty() && text.length() + own.length() < MOST_CHARS) {
        text.append("\n\n# ").append(shelf.server());
        if (!prefixes.of(shelf.server()).isEmpty()) {
          text.append(" (").append(prefixes.of(shelf.server())).append("...)");
        }
        text.append("\n\n").append(own);
      }
    }
    return text.toString();
  }
}
