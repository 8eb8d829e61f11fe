package dev.omnibus.gateway.era;

import dev.omnibus.mcp.HeaderText;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arguments of which tools a modern HTTP server wants to see in headers, by the {@code
 * x-mcp-header} annotations of its last known lists of tools. A tool whose annotations break the
 * rules does not exist for who comes over HTTP.
 */
public final class ParamHeaders {

  public static final ParamHeaders NONE = new ParamHeaders(Map.of(), Set.of());

  /** More tools with annotations than this are not remembered; the server then says -32020. */
  private static final int MAX_TOOLS = 2_000;

  private final Map<String, Map<String, List<String>>> paths;
  private final Set<String> broken;

  private ParamHeaders(Map<String, Map<String, List<String>>> paths, Set<String> broken) {
    this.paths = Map.copyOf(paths);
    this.broken = Set.copyOf(broken);
  }

  /** With what this page of a list of tools says. */
  public ParamHeaders with(Envelope page) {
    Map<String, Map<String, List<String>>> young = new HashMap<>(paths);
    Set<String> odd = new HashSet<>(broken);
    for (Span tool : page.items("result", "tools")) {
      String name = page.text(page.in(tool, "name"));
      if (name == null) {
        continue;
      }
      young.remove(name);
      odd.remove(name);
      Annotations found = annotations(page, tool);
      if (!found.valid() && odd.size() < MAX_TOOLS) {
        odd.add(name);
      } else if (found.valid() && !found.paths().isEmpty() && young.size() < MAX_TOOLS) {
        young.put(name, found.paths());
      }
    }
    return new ParamHeaders(young, odd);
  }

  /** The page without the tools that must not be used over HTTP. */
  public static Envelope usable(Envelope page) {
    List<Span> tools = page.items("result", "tools");
    return page.splice().keep(tools, tool -> annotations(page, tool).valid()).toEnvelope();
  }

  /** The tools that were left out, to be named in a log. */
  public Set<String> broken() {
    return broken;
  }

  /** The headers of a request; none for all but a {@code tools/call}. */
  public Map<String, String> of(Envelope request) {
    String tool = "tools/call".equals(request.method()) ? request.text("params", "name") : null;
    Map<String, String> headers = new LinkedHashMap<>();
    Span arguments = tool == null ? null : request.at("params", "arguments");
    if (arguments != null) {
      paths
          .getOrDefault(tool, Map.of())
          .forEach(
              (header, path) -> {
                Span value = request.in(arguments, path.toArray(String[]::new));
                String text = value == null ? null : Primitive.text(request, value);
                if (text != null) {
                  headers.put("Mcp-Param-" + header, HeaderText.encode(text));
                }
              });
    }
    return headers;
  }

  private static Annotations annotations(Envelope page, Span tool) {
    Span schema = page.in(tool, "inputSchema");
    String raw = schema == null ? "" : page.raw(schema);
    return raw.startsWith("{") && raw.contains(Annotations.KEY)
        ? Annotations.of(new JsonObject(raw))
        : Annotations.NONE;
  }
}
