package dev.omnibus.coordinator.trial;

import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.Printed;
import dev.omnibus.mcp.TransportKind;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * What one test has seen so far, in words that may be shown: bounded, harmless and without secrets.
 */
public final class TrialReport implements Printed {

  private static final int LONGEST = 500;
  private static final int MOST_TOOLS = 300;
  private static final int MOST_ITEM_CHARS = 64 * 1024;
  private static final int MOST_LINES = 30;

  /** A certificate that ends so soon is worth a word. */
  private static final int SOON_DAYS = 21;

  private final Cleaner cleaner;
  private final long began = System.nanoTime();
  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
  private final JsonArray warnings = new JsonArray();
  private final JsonObject counts = new JsonObject();
  private final JsonArray tools = new JsonArray();
  private final Deque<String> said = new ArrayDeque<>();
  private boolean heardStdout;
  private String target;
  private Certificate certificate;
  private JsonObject session;
  private JsonObject canary;
  private JsonObject error;

  public TrialReport(Cleaner cleaner) {
    this.cleaner = cleaner;
  }

  public void target(String label) {
    target = label;
  }

  /** From any thread. */
  public void step(Step step) {
    steps.add(step);
  }

  public void warn(String text) {
    warnings.add(clean(text));
  }

  /**
   * @param shown null where there is none
   */
  public void certificate(Certificate shown) {
    certificate = shown;
    if (shown != null && shown.trouble() == null && shown.daysLeft() < SOON_DAYS) {
      warn(
          shown.daysLeft() < 0
              ? "The certificate expired; it is trusted because trustCertificates names itself."
              : "The certificate ends in " + shown.daysLeft() + " days.");
    }
  }

  public void session(McpSession open) {
    session =
        new JsonObject()
            .put("era", open.era().word())
            .put("protocol", open.protocolVersion())
            .put("transport", open.transport().word())
            .put("name", clean(open.serverInfo().getValue("name")))
            .put("version", clean(open.serverInfo().getValue("version")))
            .put("capabilities", capabilities(open.capabilities()));
    open.instructions().ifPresent(text -> session.put("instructions", clean(text)));
  }

  private JsonObject capabilities(JsonObject all) {
    return all.encode().length() <= MOST_ITEM_CHARS ? all : new JsonObject();
  }

  /**
   * @param list as {@code {"items":["{...}"]}}
   */
  public void list(String key, JsonObject list) {
    JsonArray items = list.getJsonArray("items");
    counts.put(key, items.size());
    if (key.equals("tools")) {
      items.stream().limit(MOST_TOOLS).map(String::valueOf).forEach(this::tool);
    }
  }

  private void tool(String text) {
    try {
      JsonObject json = text.length() <= MOST_ITEM_CHARS ? new JsonObject(text) : new JsonObject();
      tools.add(
          new JsonObject()
              .put("name", clean(json.getValue("name")))
              .put("description", clean(json.getValue("description"))));
    } catch (DecodeException e) {
      warn("A tool is no JSON object.");
    }
  }

  public void canary(boolean ok, JsonObject result) {
    String text =
        result.getValue("content") instanceof JsonArray content
                && !content.isEmpty()
                && content.getValue(0) instanceof JsonObject first
                && first.getValue("text") instanceof String said
            ? said
            : result.containsKey("structuredContent")
                ? result.getValue("structuredContent").toString()
                : "";
    canary = new JsonObject().put("ok", ok).put("text", clean(text));
  }

  public void failed(TrialException cause) {
    JsonArray advice = new JsonArray();
    cause.advice().forEach(line -> advice.add(clean(line)));
    error =
        new JsonObject()
            .put("phase", cause.phase())
            .put("kind", cause.kind())
            .put("text", clean(cause.getMessage()))
            .put("advice", advice);
  }

  /** A text of whoever: harmless, and not long. */
  public String clean(Object text) {
    if (text == null) {
      return null;
    }
    String whole = String.valueOf(text);
    boolean cut = whole.length() > Printed.LONGEST;
    String clean = cleaner.clean(cut ? whole.substring(0, Printed.LONGEST) : whole, cut);
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  public boolean heardStdout() {
    return heardStdout;
  }

  @Override
  public void stderr(String line) {
    said(line);
  }

  @Override
  public void stdout(String line) {
    heardStdout = true;
    said("stdout: " + line);
  }

  private void said(String line) {
    said.addLast(line);
    if (said.size() > MOST_LINES) {
      said.removeFirst();
    }
  }

  public JsonObject report(TransportKind transport) {
    JsonObject report =
        new JsonObject()
            .put("ok", error == null && (canary == null || canary.getBoolean("ok")))
            .put("transport", transport.word())
            .put("durationMs", (System.nanoTime() - began) / 1_000_000)
            .put("phases", new JsonArray(List.copyOf(steps).stream().map(Step::toJson).toList()))
            .put("counts", counts)
            .put("tools", tools)
            .put("warnings", warnings)
            .put("said", new JsonArray(said.stream().map(this::clean).toList()));
    put(report, "target", target == null ? null : clean(target));
    put(report, "certificate", certificate == null ? null : certificate.toJson(this::clean));
    put(report, "session", session);
    put(report, "canary", canary);
    put(report, "error", error);
    return report;
  }

  private static void put(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
