package dev.omnibus.credential;

import dev.omnibus.credential.Web.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the token endpoint of a server: by what the server says of itself (RFC 9728), then by what
 * its authorization server says of itself (RFC 8414, or OpenID Connect Discovery). (MCP 2025-11-25,
 * basic/authorization.) Failures are IllegalArgumentExceptions whose words may be shown.
 */
final class Discovery {

  private static final Pattern METADATA =
      Pattern.compile("resource_metadata\\s*=\\s*\"?([^\",\\s]+)\"?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String RESOURCE = "/.well-known/oauth-protected-resource";

  private final Web web;

  Discovery(Web web) {
    this.web = web;
  }

  /** Who issues the server's tokens, and for what. */
  private record Issuer(URI url, String resource) {}

  Future<TokenEndpoint> of(Client client) {
    if (client.tokenUrl() != null) {
      String issuer = client.issuer() == null ? null : client.issuer().toString();
      return Future.succeededFuture(new TokenEndpoint(client.tokenUrl(), issuer, List.of(), null));
    }
    if (client.issuer() == null && !isSafe(client.server(), client.server())) {
      throw new IllegalArgumentException(
          "what a server says over plain HTTP is not believed; 'oauth' needs 'tokenUrl'");
    }
    Future<Issuer> issuer =
        client.issuer() == null
            ? issuer(client)
            : Future.succeededFuture(new Issuer(client.issuer(), null));
    return issuer.compose(known -> endpoint(client, known));
  }

  private Future<Issuer> issuer(Client client) {
    return web.knock(client.server(), client.trust())
        .map(answer -> places(client.server(), answer))
        .otherwise(away -> places(client.server(), null))
        .compose(places -> first(places, client, json -> isAbout(client.server(), json)))
        .map(json -> json == null ? self(client.server()) : issuer(json));
  }

  /** The server's own word first, then the two places where the metadata may stand. */
  private static List<URI> places(URI server, Answer knocked) {
    List<URI> places = new ArrayList<>();
    if (knocked != null && knocked.challenge() != null) {
      Matcher named = METADATA.matcher(knocked.challenge());
      if (named.find()) {
        places.add(server.resolve(named.group(1)));
      }
    }
    String path = server.getRawPath();
    if (path.length() > 1) {
      places.add(server.resolve(RESOURCE + path));
    }
    places.add(server.resolve(RESOURCE));
    return places;
  }

  /** RFC 9728 3.3: metadata that are about something else are not believed. */
  private static boolean isAbout(URI server, JsonObject metadata) {
    if (!(metadata.getValue("resource") instanceof String resource)) {
      return false;
    }
    URI said = URI.create(resource);
    String path = String.valueOf(said.getRawPath());
    String base = path.endsWith("/") ? path : path + "/";
    return origin(server).equals(origin(said)) && (server.getRawPath() + "/").startsWith(base);
  }

  private static String origin(URI url) {
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    return url.getScheme() + "://" + url.getHost() + ":" + port;
  }

  private static Issuer issuer(JsonObject metadata) {
    Object servers = metadata.getValue("authorization_servers");
    if (servers instanceof JsonArray all && !all.isEmpty() && all.getValue(0) instanceof String s) {
      return new Issuer(URI.create(s), metadata.getString("resource"));
    }
    throw new IllegalArgumentException("the server names no authorization server");
  }

  /** As in 2025-03-26, when a server was its own authorization server. */
  private static Issuer self(URI server) {
    return new Issuer(server.resolve("/"), null);
  }

  private Future<TokenEndpoint> endpoint(Client client, Issuer issuer) {
    return first(descriptions(issuer.url()), client, json -> json.containsKey("token_endpoint"))
        .map(
            json -> {
              if (json == null) {
                throw new IllegalArgumentException(
                    "no metadata of the authorization server " + host(issuer.url()));
              }
              return endpoint(client, issuer, json);
            });
  }

  /** RFC 8414 3.1 and OpenID Connect Discovery 4, with and without a path. */
  private static List<URI> descriptions(URI issuer) {
    String path = String.valueOf(issuer.getRawPath()).replaceAll("/$", "");
    List<String> places = new ArrayList<>();
    places.add("/.well-known/oauth-authorization-server" + path);
    places.add("/.well-known/openid-configuration" + path);
    if (!path.isEmpty()) {
      places.add(path + "/.well-known/openid-configuration");
    }
    return places.stream().map(issuer::resolve).toList();
  }

  private static TokenEndpoint endpoint(Client client, Issuer issuer, JsonObject metadata) {
    String said = String.valueOf(metadata.getValue("issuer"));
    if (!bare(said).equals(bare(issuer.url().toString()))) {
      throw new IllegalArgumentException(
          "the authorization server at " + host(issuer.url()) + " calls itself otherwise");
    }
    URI url = URI.create(String.valueOf(metadata.getValue("token_endpoint")));
    if (!isSafe(client.server(), url)) {
      throw new IllegalArgumentException("the token endpoint is not behind https");
    }
    List<String> methods =
        metadata.getValue("token_endpoint_auth_methods_supported") instanceof JsonArray all
            ? all.stream().map(String::valueOf).toList()
            : List.of();
    return new TokenEndpoint(url, said, methods, issuer.resource());
  }

  private static String bare(String issuer) {
    return issuer.replaceAll("/$", "");
  }

  /** Secrets go there: over TLS, or not beyond this machine when the server is here too. */
  private static boolean isSafe(URI server, URI url) {
    return "https".equals(url.getScheme()) && url.getHost() != null
        || "http".equals(url.getScheme())
            && LOOPBACK.contains(String.valueOf(url.getHost()))
            && LOOPBACK.contains(String.valueOf(server.getHost()));
  }

  private static String host(URI url) {
    return Objects.toString(url.getHost(), "of no name");
  }

  /** The first that is there and good; null when there is none. */
  private Future<JsonObject> first(List<URI> places, Client client, Predicate<JsonObject> good) {
    if (places.isEmpty()) {
      return Future.succeededFuture();
    }
    return (isSafe(client.server(), places.get(0))
            ? web.get(places.get(0), client.trust()).map(answer -> json(answer, good))
            : Future.<JsonObject>succeededFuture())
        .otherwiseEmpty()
        .compose(
            json ->
                json == null
                    ? first(places.subList(1, places.size()), client, good)
                    : Future.succeededFuture(json));
  }

  private static JsonObject json(Answer answer, Predicate<JsonObject> good) {
    if (answer.status() != 200) {
      return null;
    }
    try {
      JsonObject json = new JsonObject(answer.body());
      return good.test(json) ? json : null;
    } catch (DecodeException | ClassCastException | IllegalArgumentException odd) {
      return null;
    }
  }
}
