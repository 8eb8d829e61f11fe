package dev.omnibus.config.check;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a schema cannot say about {@code omnibus.json}: how its numbers stand to each other. */
final class NodeCheck {

  private final JsonDocument document;
  private final List<Problem> problems = new ArrayList<>();

  NodeCheck(JsonDocument document) {
    this.document = document;
  }

  List<Problem> problems() {
    ports();
    order("/health/breaker/openMs", 15_000, "/health/breaker/openMaxMs", 300_000);
    order("/coordinator/respawnMs", 500, "/coordinator/respawnMaxMs", 60_000);
    order("/bridge/tickMs", 500, "/bridge/pingMs", 25_000);
    order("/bridge/pingMs", 25_000, "/bridge/idleMs", 120_000);
    url("/telemetry/otlp/url");
    url("/telemetry/traces/otlp/url");
    return problems;
  }

  private void ports() {
    long http = number("/http/port", 8080);
    if (http != 0 && http == number("/ops/port", 8081)) {
      problems.add(document.atValue("/ops/port", "http.port is the same; they must differ"));
    }
  }

  private void order(String small, long smallDefault, String large, long largeDefault) {
    if (number(small, smallDefault) > number(large, largeDefault)) {
      String reason = "must not be less than " + Pointer.readable(small);
      problems.add(document.atValue(large, reason));
    }
  }

  private void url(String pointer) {
    if (at(pointer) instanceof String url && !ServersCheck.isHttp(url)) {
      problems.add(document.atValue(pointer, ServersCheck.NO_URL));
    }
  }

  private long number(String pointer, long otherwise) {
    return at(pointer) instanceof Number number ? number.longValue() : otherwise;
  }

  /** Null when it is left out. */
  private Object at(String pointer) {
    Object here = document.root();
    for (String step : Pointer.steps(pointer)) {
      here = here instanceof JsonObject object ? object.getValue(step) : null;
    }
    return here;
  }
}
