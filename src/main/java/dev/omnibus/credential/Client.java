package dev.omnibus.credential;

import dev.omnibus.model.ClientAuth;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Who this node is to an authorization server, secrets in place.
 *
 * @param server address of the server that the token is for
 * @param secret null when there is a key
 * @param key PKCS#8 in PEM, or null
 * @param auth null for what the token endpoint takes
 * @param tokenUrl null to have it found
 * @param issuer null to believe the server who issues its tokens
 * @param resource null for the server's address, empty for none
 * @param trust PEM file to trust instead of the system's, or null
 */
public record Client(
    URI server,
    String id,
    String secret,
    String key,
    String keyId,
    ClientAuth auth,
    URI tokenUrl,
    URI issuer,
    List<String> scopes,
    String resource,
    Path trust) {

  /** Says nothing of secrets. */
  @Override
  public String toString() {
    return "Client[" + id + "]";
  }
}
