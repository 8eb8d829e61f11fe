package dev.omnibus.coordinator;

import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.coordinator.trial.Step;
import dev.omnibus.coordinator.trial.TrialException;
import dev.omnibus.coordinator.trial.TrialReport;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RequestOptions;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * What a test sees in an open session: its lists, and what one call comes to if that is wished. How
 * the session came about, it does not know.
 */
final class Look {

  private static final List<String> LISTS = List.of("tools", "prompts", "resources");

  private final String server;
  private final Withheld withheld;
  private final JsonObject canary;
  private final TrialReport seen;
  private final long end;

  /** When the phase began that is under way. */
  private long began = System.nanoTime();

  /** The tools that it listed, raw. */
  private List<String> tools = List.of();

  /**
   * @param withheld what of it may not be called
   * @param canary {@code {"tool":"echo","arguments":{}}}, or null for none
   * @param end as {@code System.nanoTime()}
   */
  Look(String server, Withheld withheld, JsonObject canary, TrialReport seen, long end) {
    this.server = server;
    this.withheld = withheld;
    this.canary = canary;
    this.seen = seen;
    this.end = end;
  }

  /** One after the other: each has a time of its own then. */
  Future<Void> at(McpSession session) {
    Future<Void> chain = Future.succeededFuture();
    for (String list : LISTS) {
      if (session.capabilities().containsKey(list)) {
        chain = chain.compose(done -> list(session, list));
      }
    }
    return canary == null ? chain : chain.compose(done -> call(session));
  }

  /** A list that does not come is a finding; what comes after it is looked at all the same. */
  private Future<Void> list(McpSession session, String key) {
    began = System.nanoTime();
    return new RawListing(session, key + "/list", key, Deadline.left(end))
        .read()
        .onSuccess(
            list -> {
              over(key, true, list.getJsonArray("items").size() + "");
              seen.list(key, list);
              if (key.equals("tools")) {
                tools = list.getJsonArray("items").stream().map(String::valueOf).toList();
              }
            })
        .onFailure(
            cause -> {
              over(key, false, seen.clean(cause.getMessage()));
              seen.warn("The list of its " + key + " did not come: " + cause.getMessage());
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** What the server says of the tool now counts, not only what is known of it. */
  private boolean isWithheld(String tool) {
    List<String> meant = tools.stream().filter(text -> tool.equals(name(text))).toList();
    return withheld.is(server, tool, meant);
  }

  private static Object name(String tool) {
    try {
      return new JsonObject(tool).getValue("name");
    } catch (DecodeException e) {
      return null;
    }
  }

  private Future<Void> call(McpSession session) {
    began = System.nanoTime();
    String tool = canary.getString("tool");
    if (isWithheld(tool)) {
      return Future.failedFuture(withheld(tool));
    }
    JsonObject params =
        new JsonObject()
            .put("name", tool)
            .put("arguments", canary.getJsonObject("arguments", new JsonObject()));
    return session
        .request("tools/call", params, RequestOptions.within(Deadline.left(end)))
        .onSuccess(
            result -> {
              boolean ok = !Boolean.TRUE.equals(result.getValue("isError"));
              over("canary", ok, ok ? null : "the tool says that it failed");
              seen.canary(ok, result);
            })
        .recover(
            cause -> {
              over("canary", false, seen.clean(cause.getMessage()));
              return Future.failedFuture(
                  new TrialException(
                      "canary",
                      cause instanceof McpException mcp
                          ? mcp.kind().name().toLowerCase(Locale.ROOT)
                          : "closed",
                      cause.getMessage(),
                      List.of(
                          "Everything before works. Is there such a tool, and are these its arguments?")));
            })
        .mapEmpty();
  }

  private TrialException withheld(String tool) {
    String why = Withheld.why(server, tool);
    over("canary", false, why);
    return new TrialException(
        "canary", "not_allowed", why, List.of("Look at what changed, and approve it first."));
  }

  private void over(String phase, boolean ok, String detail) {
    seen.step(new Step(phase, System.nanoTime() - began, ok, detail));
  }
}
