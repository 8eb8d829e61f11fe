package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancellation, which the official SDK knows on neither side. */
@Timeout(240)
class DemoCancelIT {
  private static final Pattern CANCELLED = Pattern.compile("tool=count cancelled");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void a_cancelled_count_stops_over_stdio() throws Exception {
    try (var server = DemoProcess.start("stdio")) {
      server.say(RawMcp.INITIALIZE, RawMcp.INITIALIZED, RawMcp.COUNT);
      server.awaitLine(Pattern.compile("notifications/progress"));
      server.say(RawMcp.CANCEL_COUNT);
      server.awaitLine(CANCELLED);
    }
  }

  @Test
  void a_cancelled_count_stops_over_http_and_its_stream_ends() throws Exception {
    try (var server = DemoProcess.start("http", "--port", "0")) {
      String address = server.awaitLine(DemoHttpIT.ADDRESS).group();
      String session =
          post(address, "", RawMcp.INITIALIZE).headers().map().get("Mcp-Session-Id").get(0);
      post(address, session, RawMcp.INITIALIZED).body().close();
      try (var stream = lines(post(address, session, RawMcp.COUNT))) {
        awaitProgress(stream);
        post(address, session, RawMcp.CANCEL_COUNT).body().close();
        assertTrue(stream.lines().noneMatch(line -> line.contains("\"result\"")));
      }
      server.awaitLine(CANCELLED);
    }
  }

  private static void awaitProgress(BufferedReader stream) throws Exception {
    String line = stream.readLine();
    while (!line.contains("notifications/progress")) {
      line = stream.readLine();
    }
  }

  private static BufferedReader lines(HttpResponse<InputStream> response) {
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private HttpResponse<InputStream> post(String address, String session, String message)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(message));
    if (!session.isEmpty()) {
      request.header("Mcp-Session-Id", session);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }
}
