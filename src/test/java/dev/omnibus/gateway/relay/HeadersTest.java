package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeadersTest {

  private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
  private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

  @Test
  void what_belongs_to_the_connection_or_the_agent_stays() {
    from.add("Connection", "keep-alive, X-Hop").add("X-Hop", "1").add("TE", "trailers");
    from.add("Cookie", "a").add("Authorization", "b").add("Host", "c").add("X-Forwarded-For", "d");
    Headers.onward(from, to);
    assertEquals(Set.of(), new TreeSet<>(to.names()));
  }

  @Test
  void what_the_protocol_adds_tomorrow_passes() {
    from.add("Mcp-Param-Region", "eu").add("Mcp-Tomorrow", "1").add("Last-Event-ID", "7");
    Headers.onward(from, to);
    assertEquals(
        Set.of("Mcp-Param-Region", "Mcp-Tomorrow", "Last-Event-ID"), new TreeSet<>(to.names()));
  }

  @Test
  void a_server_sets_no_cookies_and_challenges_nobody() {
    from.add("Set-Cookie", "a").add("WWW-Authenticate", "b").add("Mcp-Session-Id", "c");
    from.add("Retry-After", "17");
    Headers.back(from, to);
    assertEquals(Set.of("Retry-After"), to.names());
  }
}
