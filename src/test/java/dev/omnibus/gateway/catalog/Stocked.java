package dev.omnibus.gateway.catalog;

import io.vertx.core.json.JsonObject;

/** Fills a catalogue as an owner would. */
public final class Stocked {

  private Stocked() {}

  public static void tools(Catalog catalog, String server, String... items) {
    Given.put(catalog, server, Given.tools(items));
  }

  /** A prompt and a resource template. */
  public static void completable(Catalog catalog, String server, String prompt, String template) {
    JsonObject lists = Given.list("prompts", Given.tool(prompt));
    String item = "{\"name\":\"t\",\"uriTemplate\":\"" + template + "\"}";
    lists.mergeIn(Given.list("resourceTemplates", item));
    Given.put(catalog, server, lists);
  }

  public static void privately(Catalog catalog, String server, String... items) {
    JsonObject lists = Given.tools(items);
    lists.getJsonObject("tools").put("private", true);
    Given.put(catalog, server, lists);
  }
}
