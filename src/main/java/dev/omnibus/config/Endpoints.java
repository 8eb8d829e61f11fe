package dev.omnibus.config;

import dev.omnibus.credential.Client;
import dev.omnibus.credential.Credentials;
import dev.omnibus.mcp.Credential;
import dev.omnibus.mcp.Endpoint;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.SseEndpoint;
import dev.omnibus.mcp.StdioEndpoint;
import dev.omnibus.model.OAuthSpec;
import dev.omnibus.model.ServerSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns what somebody wants into where it is: secrets in place, paths absolute. May read files, so
 * it belongs on a worker; a definition that leads nowhere is an {@link IllegalArgumentException}.
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

  /** Where the session goes to. */
  public Endpoint session(ServerSpec spec) {
    return switch (spec.transport()) {
      case STDIO -> process(spec);
      case HTTP -> remote(spec);
      case SSE -> new SseEndpoint(remote(spec));
    };
  }

  /** The program to run, for a server that has one. */
  public StdioEndpoint process(ServerSpec spec) {
    List<String> command = spec.command().stream().map(secrets::resolve).toList();
    return new StdioEndpoint(
        command,
        values(spec.env()),
        secrets.path(spec.cwd() == null ? "" : spec.cwd()),
        config.maxLineBytes());
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
    return URI.create(secrets.resolve(spec.url()));
  }

  private HttpEndpoint remote(ServerSpec spec) {
    return new HttpEndpoint(
        url(spec),
        values(spec.headers()),
        path(spec.trustCertificates()),
        config.maxBodyBytes(),
        credential(spec));
  }

  private Credential credential(ServerSpec spec) {
    return spec.oauth() == null
        ? null
        : credentials.of(spec.name(), client(url(spec), spec.oauth()), secrets::swap);
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
    return text == null ? null : URI.create(secrets.resolve(text));
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
