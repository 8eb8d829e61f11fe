package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FateTest {

  @ParameterizedTest
  @CsvSource({"200,WENT", "404,WENT", "500,REFUSED", "502,BROKE", "503,BROKE", "504,BROKE"})
  void an_http_status_says_the_same_on_both_planes(int status, Fate fate) {
    assertEquals(fate, Fate.ofStatus(status));
    assertEquals(fate, Fate.of(McpException.http(Kind.HTTP_STATUS, status, "no"), true));
  }

  @ParameterizedTest
  @CsvSource({"CLOSED", "REFUSED", "UNREACHABLE", "SPAWN_FAILED"})
  void whether_it_was_sent_tells_one_that_is_away_from_one_that_broke(Kind kind) {
    McpException why = McpException.of(kind, "gone");
    assertEquals(Fate.UNREACHED, Fate.of(why, false));
    assertEquals(Fate.BROKE, Fate.of(why, true));
  }

  @Test
  void an_owner_that_is_away_or_late_is_its_server() {
    assertEquals(Fate.UNREACHED, Fate.of(Failure.UNAVAILABLE.because(null), false));
    assertEquals(Fate.BROKE, Fate.of(Failure.UNAVAILABLE.because(null), true));
    assertEquals(Fate.LATE, Fate.of(Failure.TIMEOUT.because(null), true));
    assertEquals(Fate.LATE, Fate.of(McpException.of(Kind.TIMEOUT, "late"), true));
  }

  @ParameterizedTest
  @CsvSource({"TLS", "GARBAGE", "AUTH_REQUIRED", "SESSION_EXPIRED", "RPC_ERROR"})
  void what_a_server_says_no_with_says_nothing_of_its_health(Kind kind) {
    assertEquals(Fate.UNKNOWN, Fate.of(McpException.of(kind, "no"), true));
  }

  @Test
  void what_is_our_own_affair_says_nothing_of_a_server() {
    assertEquals(Fate.UNKNOWN, Fate.of(Failure.LIMITED.because(null), false));
    assertEquals(Fate.UNKNOWN, Fate.of(new IllegalStateException("a bug"), true));
  }
}
