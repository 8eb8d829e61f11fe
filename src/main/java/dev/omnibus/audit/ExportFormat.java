package dev.omnibus.audit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How rows leave as a file. */
enum ExportFormat {
  JSONL("application/x-ndjson"),
  CSV("text/csv; charset=utf-8; header=present");

  private static final List<String> COLUMNS =
      List.of(
          "at",
          "node",
          "n",
          "user",
          "action",
          "server",
          "tool",
          "outcome",
          "durationMs",
          "detail",
          "chain",
          "hash");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  static ExportFormat of(String word) {
    for (ExportFormat format : values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException("'format' is csv or jsonl");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /** What stands before the rows. */
  Buffer head() {
    return switch (this) {
      case JSONL -> Buffer.buffer();
      case CSV -> Buffer.buffer(String.join(",", COLUMNS) + "\r\n");
    };
  }

  Buffer rows(JsonArray rows) {
    Buffer out = Buffer.buffer();
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.getJsonObject(i);
      out.appendString(
          switch (this) {
            case JSONL -> row.encode() + "\n";
            case CSV -> csv(row) + "\r\n";
          });
    }
    return out;
  }

  /** RFC 4180. */
  private static String csv(JsonObject row) {
    return COLUMNS.stream()
        .map(column -> cell(row.getValue(column)))
        .collect(Collectors.joining(","));
  }

  /** A spreadsheet would run a text that begins like a formula. */
  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String text = value instanceof JsonObject object ? object.encode() : value.toString();
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
