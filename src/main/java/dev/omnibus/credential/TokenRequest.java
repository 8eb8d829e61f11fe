package dev.omnibus.credential;

import dev.omnibus.model.ClientAuth;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a token endpoint is asked with (RFC 6749 4.4, RFC 8707).
 *
 * @param authorization null when the client proves who it is in the form
 */
record TokenRequest(Buffer form, String authorization) {

  static final String TYPE = "application/x-www-form-urlencoded";

  static TokenRequest of(Client client, TokenEndpoint endpoint, Instant now) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    if (!client.scopes().isEmpty()) {
      form.put("scope", String.join(" ", client.scopes()));
    }
    String resource = resource(client, endpoint);
    if (!resource.isEmpty()) {
      form.put("resource", resource);
    }
    String authorization = null;
    switch (auth(client, endpoint)) {
      case CLIENT_SECRET_BASIC -> authorization = basic(client);
      case CLIENT_SECRET_POST -> {
        form.put("client_id", client.id());
        form.put("client_secret", client.secret());
      }
      case PRIVATE_KEY_JWT -> {
        form.put("client_id", client.id());
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", Assertion.of(client, audience(endpoint), now));
      }
    }
    return new TokenRequest(encoded(form), authorization);
  }

  private static ClientAuth auth(Client client, TokenEndpoint endpoint) {
    if (client.auth() != null) {
      return client.auth();
    }
    if (client.key() != null) {
      return ClientAuth.PRIVATE_KEY_JWT;
    }
    boolean postOnly =
        endpoint.methods().contains(ClientAuth.CLIENT_SECRET_POST.word())
            && !endpoint.methods().contains(ClientAuth.CLIENT_SECRET_BASIC.word());
    return postOnly ? ClientAuth.CLIENT_SECRET_POST : ClientAuth.CLIENT_SECRET_BASIC;
  }

  private static String audience(TokenEndpoint endpoint) {
    return endpoint.issuer() == null ? endpoint.url().toString() : endpoint.issuer();
  }

  private static String resource(Client client, TokenEndpoint endpoint) {
    if (client.resource() != null) {
      return client.resource();
    }
    return endpoint.resource() == null ? plain(client.server()) : endpoint.resource();
  }

  /** Without what may be a secret. */
  static String plain(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
  }

  /** Both parts are encoded first (RFC 6749 2.3.1). */
  private static String basic(Client client) {
    String pair = encoded(client.id()) + ":" + encoded(client.secret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static Buffer encoded(Map<String, String> form) {
    return Buffer.buffer(
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "TokenRequest[hidden]";
  }
}
