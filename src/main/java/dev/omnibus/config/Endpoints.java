package dev.omnibus.config;

import dev.omnibus.config.check.Checked;
import dev.omnibus.credential.Client;
import dev.omnibus.credential.Credentials;
import dev.omnibus.mcp.Credential;
import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.SseEndpoint;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.model.OAuthSpec;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Turns what somebody wants into where it is: secrets in place, paths absolute. May read files, so
 * it belongs on a worker; a definition that leads nowhere is an {@link McpException}.
 */
public final class Endpoints {

  /** Values under such names are secrets even when they stand there in clear. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(token|secret|passw|api.?key|authorization|cookie|credential).*");

  private final SecretRefs secrets;
  private final CoordinatorConfig config;
  private final Credentials credentials;

  public Endpoints(SecretRefs secrets, CoordinatorConfig config, Credentials credentials) {
    this.secrets = secrets;
    this.config = config;
    this.credentials = credentials;
  }

  /** The same for somebody whose secrets are nobody else's, and must not be hidden elsewhere. */
  public Endpoints apart() {
    return new Endpoints(secrets.apart(), config, credentials);
  }

  /** What is wrong with an entry of {@code mcpServers}. Reads files. */
  public Checked check(String name, JsonObject entry) {
    JsonObject file = new JsonObject().put("mcpServers", new JsonObject().put(name, entry));
    return secrets.check().check(ConfigFile.SERVERS, "definition", file.encode());
  }

  /** Where the session goes to. */
  public Endpoint session(ServerSpec spec) {
    return switch (spec.transport()) {
      case STDIO -> process(spec);
      case HTTP -> leading(() -> remote(spec));
      case SSE -> leading(() -> new SseEndpoint(remote(spec)));
    };
  }

  /** The program to run, for a server that has one. */
  public StdioEndpoint process(ServerSpec spec) {
    return leading(() -> program(spec));
  }

  private StdioEndpoint program(ServerSpec spec) {
    List<String> command = spec.command().stream().map(secrets::resolve).toList();
    Integer longest = spec.process().maxLineBytes();
    return new StdioEndpoint(
        command,
        values(spec.env()),
        secrets.path(spec.cwd() == null ? "" : spec.cwd()),
        longest == null ? config.maxLineBytes() : longest,
        spec.process().maxOpenFiles());
  }

  /** A text of the server's with the secrets hidden. */
  public String mask(String text) {
    return text == null ? null : secrets.mask(text);
  }

  /** The same for the beginning of a longer text. */
  public String maskBeginning(String text) {
    return secrets.maskBeginning(text);
  }

  /** Where a server with a URL is reached. */
  public URI url(ServerSpec spec) {
    return leading(() -> uri(spec.url()));
  }

  private <T> T leading(Supplier<T> somewhere) {
    try {
      return somewhere.get();
    } catch (IllegalArgumentException nowhere) {
      String why = "the server's configuration leads nowhere: " + nowhere.getMessage();
      throw McpException.of(McpException.Kind.MISCONFIGURED, mask(why));
    }
  }

  private HttpEndpoint remote(ServerSpec spec) {
    return new HttpEndpoint(
        uri(spec.url()),
        values(spec.headers()),
        path(spec.trustCertificates()),
        config.maxBodyBytes(),
        credential(spec));
  }

  /**
   * Where a server tells what its process takes, for one that does. What it is shown to be let in
   * is shown there too, but to no other host, and not without TLS where the server has it.
   */
  public HttpEndpoint figures(ServerSpec spec) {
    return leading(
        () -> {
          URI server = uri(spec.url());
          URI page = server.resolve(uri(spec.metricsUrl()));
          boolean same = isSameHost(server, page);
          return new HttpEndpoint(
              page,
              same ? values(spec.headers()) : Map.of(),
              path(spec.trustCertificates()),
              config.maxBodyBytes(),
              same ? credential(spec) : null);
        });
  }

  private static boolean isSameHost(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost());
  }

  private Credential credential(ServerSpec spec) {
    return spec.oauth() == null
        ? null
        : credentials.of(spec.name(), client(uri(spec.url()), spec.oauth()), secrets::swap);
  }

  private Client client(URI server, OAuthSpec oauth) {
    return new Client(
        server,
        secrets.resolve(oauth.clientId()),
        secret(oauth.clientSecret()),
        secret(oauth.privateKey()),
        oauth.keyId(),
        oauth.clientAuth(),
        uri(oauth.tokenUrl()),
        uri(oauth.issuer()),
        oauth.scopes(),
        secrets.resolve(oauth.resource()),
        path(oauth.trustCertificates()));
  }

  private String secret(String text) {
    String value = secrets.resolve(text);
    if (value != null) {
      secrets.remember(value);
    }
    return value;
  }

  private URI uri(String text) {
    String address = secrets.resolve(text);
    try {
      return text == null ? null : URI.create(address);
    } catch (IllegalArgumentException odd) {
      throw new IllegalArgumentException("an address is not well-formed", null);
    }
  }

  private Path path(String text) {
    return text == null ? null : secrets.path(text);
  }

  private Map<String, String> values(Map<String, String> raw) {
    Map<String, String> resolved = new TreeMap<>();
    raw.forEach(
        (name, text) -> {
          String value = secrets.resolve(text);
          if (SECRET_NAME.matcher(name).matches()) {
            secrets.remember(value);
            secrets.remember(value.substring(value.lastIndexOf(' ') + 1));
          }
          resolved.put(name, value);
        });
    return resolved;
  }
}
