package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EraVerdictTest {

  @ParameterizedTest
  @CsvSource({
    "400, -32020, MODERN",
    "404, -32021, MODERN",
    "400, -32022, MODERN",
    "404, -32601, MODERN",
    "400, -32601, LEGACY", // what the Java SDK says for "no session"
    "400, -32000, LEGACY", // what server-everything says
    "500, -32603, LEGACY",
    "200, -32601, LEGACY"
  })
  void status_and_code_together_prove_an_era_over_http(int status, int code, EraVerdict verdict) {
    McpException failure = McpException.http(Kind.RPC_ERROR, status, "").withRpc(error(code));
    assertEquals(verdict, EraVerdict.ofFailure(failure, TransportKind.HTTP));
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "405", "500"})
  void a_status_without_json_rpc_proves_nothing(int status) {
    McpException failure = McpException.http(Kind.HTTP_STATUS, status, "");
    assertEquals(EraVerdict.LEGACY, EraVerdict.ofFailure(failure, TransportKind.HTTP));
  }

  @Test
  void over_stdio_an_error_means_legacy() {
    McpException failure = McpException.rpc(error(JsonRpc.METHOD_NOT_FOUND));
    assertEquals(EraVerdict.LEGACY, EraVerdict.ofFailure(failure, TransportKind.STDIO));
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "CLOSED", "GARBAGE"})
  void silence_and_nonsense_are_worth_a_second_question(Kind kind) {
    McpException failure = McpException.of(kind, "");
    assertEquals(EraVerdict.LEGACY, EraVerdict.ofFailure(failure, TransportKind.HTTP));
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "UNREACHABLE", "TLS", "AUTH_REQUIRED", "REDIRECT", "TOO_LARGE"})
  void what_would_fail_again_is_not_asked_again(Kind kind) {
    McpException failure = McpException.of(kind, "");
    assertEquals(EraVerdict.HOPELESS, EraVerdict.ofFailure(failure, TransportKind.HTTP));
  }

  @ParameterizedTest
  @CsvSource({"2026-07-28, MODERN", "2025-06-18, LEGACY", "2031-01-01, INCOMPATIBLE"})
  void an_unsupported_version_error_names_the_versions(String version, EraVerdict verdict) {
    JsonObject data = new JsonObject().put("supported", new JsonArray().add(version));
    McpException failure = McpException.rpc(error(JsonRpc.UNSUPPORTED_VERSION).put("data", data));
    assertEquals(verdict, EraVerdict.ofFailure(failure, TransportKind.HTTP));
  }

  @Test
  void a_result_must_name_the_modern_revision() {
    JsonObject both =
        new JsonObject()
            .put("supportedVersions", new JsonArray().add("2025-11-25").add(Revisions.MODERN));
    assertEquals(EraVerdict.MODERN, EraVerdict.ofResult(both));
    assertEquals(EraVerdict.LEGACY, EraVerdict.ofResult(new JsonObject()));
  }

  private static JsonObject error(int code) {
    return new JsonObject().put("code", code).put("message", "m");
  }
}
