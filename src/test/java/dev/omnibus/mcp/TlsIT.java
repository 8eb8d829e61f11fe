package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is right, or the server is not spoken to. */
class TlsIT extends ConnectorFixture {
  @TempDir Path folder;

  @Test
  void an_unknown_certificate_is_refused() throws Exception {
    HostileServer server = serve("ip:127.0.0.1");
    assertEquals(Kind.TLS, refused(at(server, null), Duration.ofSeconds(60)).kind());
  }

  @Test
  void a_trusted_certificate_for_another_host_is_refused() throws Exception {
    HostileServer server = serve("dns:other.example");
    assertEquals(Kind.TLS, refused(at(server, pem()), Duration.ofSeconds(60)).kind());
  }

  @Test
  void a_trusted_certificate_is_accepted() throws Exception {
    HostileServer server = serve("ip:127.0.0.1");
    assertEquals(Era.LEGACY, connect(at(server, pem())).era());
  }

  @Test
  void plain_http_behind_an_https_address_is_refused() {
    HostileServer server = Wait.on(new HostileServer(vertx).start());
    assertEquals(Kind.TLS, refused(at(server, null), Duration.ofSeconds(60)).kind());
  }

  private HostileServer serve(String san) throws Exception {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=t", "-ext", "san=" + san);
    keytool("-exportcert", "-rfc", "-file", pem().toString());
    JksOptions keys = new JksOptions().setPath(store()).setPassword("changeit");
    HttpServerOptions tls = new HttpServerOptions().setSsl(true).setKeyCertOptions(keys);
    HostileServer server = new HostileServer(vertx, tls);
    server.legacy("/mcp", (request, message) -> request.response().end());
    return Wait.on(server.start());
  }

  private HttpEndpoint at(HostileServer server, Path trust) {
    URI url = URI.create("https://127.0.0.1:" + server.port() + "/mcp");
    return new HttpEndpoint(url, Map.of(), trust, 1_000_000);
  }

  private Path pem() {
    return folder.resolve("server.pem");
  }

  private String store() {
    return folder.resolve("server.jks").toString();
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "t", "-storetype", "JKS", "-keystore", store()));
    command.addAll(List.of("-storepass", "changeit", "-keypass", "changeit"));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertEquals(0, keytool.waitFor(), said);
  }
}
