package dev.omnibus.mcp.transport;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;

/** Whom this node trusts at an address: always only who can show that name. */
public final class Tls {
  private Tls() {}

  /**
   * Null for an address without TLS.
   *
   * @param trust PEM file with the certificates to trust, null for the platform's
   */
  public static ClientSSLOptions to(URI url, Path trust) {
    if (!"https".equalsIgnoreCase(url.getScheme())) {
      return null;
    }
    ClientSSLOptions tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    return trust == null
        ? tls
        : tls.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
  }
}
