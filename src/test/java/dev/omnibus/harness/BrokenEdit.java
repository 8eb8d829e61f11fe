package dev.omnibus.harness;

import java.util.List;

/**
 * One way to break a {@code servers.json}, and where a person would point.
 *
 * @param block what is put behind the opening of {@code mcpServers}, the second line
 * @param line of the mistake in the broken text
 * @param key as it is said; empty when the text is no JSON
 */
public record BrokenEdit(String block, int line, String key) {

  private static final List<BrokenEdit> ALL =
      List.of(
          new BrokenEdit("\"bad\" : {\n\"comand\" : \"x\"\n},", 4, "mcpServers.bad.comand"),
          new BrokenEdit("\"bad\" : {\n\"url\" : \"not a url\"\n},", 4, "mcpServers.bad.url"),
          new BrokenEdit(
              "\"bad\" : {\n\"command\" : \"x\",\n\"probe\" : {\n\"intervalMs\" : 1\n}\n},",
              6,
              "mcpServers.bad.probe.intervalMs"),
          new BrokenEdit("\"bad\" : {\n\"description\" : \"of what?\"\n},", 3, "mcpServers.bad"),
          new BrokenEdit(
              "\"bad\" : {\n\"command\" : \"x\"\n},\n\"bad\" : {\n\"command\" : \"y\"\n},",
              6,
              "mcpServers.bad"),
          new BrokenEdit("\"bad\" : {\n\"command\" :\n},", 5, ""),
          new BrokenEdit(
              "\"bad name\" : {\n\"command\" : \"x\"\n},", 3, "mcpServers.\"bad name\""));

  /** The n-th of the ways, over and over. */
  public static BrokenEdit number(int n) {
    return ALL.get(n % ALL.size());
  }

  /** A good text with this mistake in it. */
  public String in(String good) {
    List<String> lines = good.lines().toList();
    return String.join("\n", lines.subList(0, 2))
        + "\n"
        + block
        + "\n"
        + String.join("\n", lines.subList(2, lines.size()));
  }
}
