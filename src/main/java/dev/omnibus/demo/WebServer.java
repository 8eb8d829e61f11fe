package dev.omnibus.demo;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Embedded Tomcat on 127.0.0.1 with one servlet and one filter. */
final class WebServer {
  static final String PATH = "/mcp";

  /** A field: java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat;

  private WebServer(Tomcat tomcat) {
    this.tomcat = tomcat;
  }

  static WebServer start(int port, Servlet servlet, Filter filter) throws IOException {
    TOMCAT_LOG.setLevel(Level.SEVERE);
    Path directory = Files.createTempDirectory("omnibus-demo");
    var tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setConnector(connector(port));
    mount(tomcat.addContext("", directory.toString()), servlet, filter);
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IOException("Cannot listen on port %d of 127.0.0.1".formatted(port), e);
    } finally {
      // Tomcat needs a directory only to start: gone now, a kill -9 leaves nothing behind.
      ExpandWar.delete(directory.toFile());
    }
    return new WebServer(tomcat);
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      TOMCAT_LOG.log(Level.SEVERE, "did not stop cleanly", e);
    }
  }

  private static Connector connector(int port) {
    var connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("minSpareThreads", "2");
    connector.setProperty("maxThreads", "64");
    connector.setThrowOnFailure(true);
    return connector;
  }

  private static void mount(Context context, Servlet servlet, Filter filter) {
    Tomcat.addServlet(context, "mcp", servlet).setAsyncSupported(true);
    context.addServletMapping(PATH, "mcp");
    var definition = new FilterDef();
    definition.setFilterName("pace");
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    var mapping = new FilterMap();
    mapping.setFilterName("pace");
    mapping.addURLPattern(PATH);
    context.addFilterMap(mapping);
  }
}
