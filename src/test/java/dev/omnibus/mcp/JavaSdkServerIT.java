package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Java SDK as a server: written by others than the TypeScript one. */
class JavaSdkServerIT extends ConnectorFixture {
  @TempDir Path home;
  private final Tomcat tomcat = new Tomcat();

  @AfterEach
  void stopTomcat() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  /** Without a session it answers 400 with -32601, which is no proof of the modern era. */
  @Test
  void streamable_http_is_legacy() throws Exception {
    var transport =
        HttpServletStreamableServerTransportProvider.builder().mcpEndpoint("/mcp").build();
    McpServer.sync(transport).serverInfo("java-sdk", "1").build();
    isAlive(connect(Peers.http(serve(transport) + "/mcp")), TransportKind.HTTP);
  }

  @Test
  void stateless_http_is_legacy() throws Exception {
    var transport = HttpServletStatelessServerTransport.builder().messageEndpoint("/mcp").build();
    McpServer.sync(transport).serverInfo("java-sdk", "1").build();
    isAlive(connect(Peers.http(serve(transport) + "/mcp")), TransportKind.HTTP);
  }

  /** Deprecated as the transport is; servers of it are still out there. */
  @Test
  @SuppressWarnings("deprecation")
  void sse_is_legacy() throws Exception {
    var transport =
        HttpServletSseServerTransportProvider.builder()
            .sseEndpoint("/sse")
            .messageEndpoint("/message")
            .build();
    McpServer.sync(transport).serverInfo("java-sdk", "1").build();
    isAlive(connect(Peers.sse(serve(transport) + "/sse")), TransportKind.SSE);
  }

  private void isAlive(McpSession session, TransportKind transport) {
    assertEquals(Era.LEGACY, session.era());
    assertEquals(transport, session.transport());
    assertEquals("java-sdk", session.serverInfo().getString("name"));
    assertEquals("ping", Wait.on(session.probe(Duration.ofSeconds(30))).sent());
    Wait.on(session.close());
  }

  private String serve(Servlet servlet) throws LifecycleException {
    tomcat.setBaseDir(home.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", home.toString());
    Wrapper wrapper = Tomcat.addServlet(context, "mcp", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    tomcat.start();
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
  }
}
