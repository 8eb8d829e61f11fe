package dev.omnibus.mcp;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server behind streamable HTTP; one that only knows HTTP+SSE is found as well.
 *
 * @param url absolute http or https address
 * @param headers sent with every request, credentials among them
 * @param trustCertificates PEM file with the certificates to trust, null for the platform's
 * @param maxBodyBytes longest answer or event it may send
 * @param credential shown with every request, or null
 * @param lookout who looks closer, or null
 */
public record HttpEndpoint(
    URI url,
    Map<String, String> headers,
    Path trustCertificates,
    int maxBodyBytes,
    Credential credential,
    Lookout lookout)
    implements Endpoint {

  public static final int DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

  public HttpEndpoint {
    Urls.requireHttp(url);
    headers = Map.copyOf(headers);
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be positive");
    }
  }

  /** One that nobody looks at closer. */
  public HttpEndpoint(
      URI url,
      Map<String, String> headers,
      Path trustCertificates,
      int maxBodyBytes,
      Credential credential) {
    this(url, headers, trustCertificates, maxBodyBytes, credential, null);
  }

  /** The same, looked at closer. */
  public HttpEndpoint watched(Lookout who) {
    return new HttpEndpoint(url, headers, trustCertificates, maxBodyBytes, credential, who);
  }

  /** One whose headers are all that it is shown. */
  public HttpEndpoint(
      URI url, Map<String, String> headers, Path trustCertificates, int maxBodyBytes) {
    this(url, headers, trustCertificates, maxBodyBytes, null);
  }

  @Override
  public TransportKind kind() {
    return TransportKind.HTTP;
  }

  @Override
  public String label() {
    return Urls.label(url);
  }

  @Override
  public String toString() {
    return "HttpEndpoint[" + label() + "]";
  }
}
