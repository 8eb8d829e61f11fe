package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {

  @Test
  void an_endpoint_never_prints_its_secrets() {
    URI url = URI.create("https://user:hidden@host:8443/mcp?token=hidden");
    Map<String, String> secret = Map.of("Authorization", "hidden");
    assertFalse(new HttpEndpoint(url, secret, null, 1).toString().contains("hidden"));
    assertFalse(
        new SseEndpoint(new HttpEndpoint(url, secret, null, 1)).toString().contains("hidden"));
    StdioEndpoint stdio = new StdioEndpoint(List.of("node", "--key=hidden"), secret, null, 1);
    assertFalse(stdio.toString().contains("hidden"));
  }

  @Test
  void only_http_addresses_are_accepted() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpEndpoint(URI.create("ftp://host/mcp"), Map.of(), null, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpEndpoint(URI.create("http:/mcp"), Map.of(), null, 1));
  }

  @Test
  void a_word_names_a_transport() {
    for (TransportKind kind : TransportKind.values()) {
      assertEquals(kind, TransportKind.of(kind.word()));
    }
    assertThrows(IllegalArgumentException.class, () -> TransportKind.of("pigeon"));
  }
}
