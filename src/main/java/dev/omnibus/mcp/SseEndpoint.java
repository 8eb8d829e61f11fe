package dev.omnibus.mcp;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server of the oldest HTTP kind (2024-11-05): one event stream, and posts beside it.
 *
 * @param url absolute http or https address
 * @param headers sent with every request, credentials among them
 * @param trustCertificates PEM file with the certificates to trust, null for the platform's
 * @param maxBodyBytes longest answer or event it may send
 * @param credential shown with every request, or null
 */
public record SseEndpoint(
    URI url,
    Map<String, String> headers,
    Path trustCertificates,
    int maxBodyBytes,
    Credential credential)
    implements Endpoint {

  public static final int DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

  public SseEndpoint {
    Urls.requireHttp(url);
    headers = Map.copyOf(headers);
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be positive");
    }
  }

  /** One whose headers are all that it is shown. */
  public SseEndpoint(
      URI url, Map<String, String> headers, Path trustCertificates, int maxBodyBytes) {
    this(url, headers, trustCertificates, maxBodyBytes, null);
  }

  @Override
  public TransportKind kind() {
    return TransportKind.SSE;
  }

  @Override
  public String label() {
    return Urls.label(url);
  }

  @Override
  public String toString() {
    return "SseEndpoint[" + label() + "]";
  }
}
