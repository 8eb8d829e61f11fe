package dev.omnibus.model;

/** How a client proves to a token endpoint who it is (RFC 6749 2.3, RFC 7523). */
public enum ClientAuth {
  CLIENT_SECRET_BASIC,
  CLIENT_SECRET_POST,
  PRIVATE_KEY_JWT;

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static ClientAuth of(String word) {
    for (ClientAuth one : values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "'clientAuth' is none of client_secret_basic, client_secret_post, private_key_jwt");
  }
}
