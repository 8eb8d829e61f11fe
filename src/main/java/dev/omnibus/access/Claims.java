package dev.omnibus.access;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What a token of ours says once its signature is verified.
 *
 * <p>{@code {"iss":"omnibus","aud":"omnibus","sub":"ann","type":"access","sid":"...","jti":"...",
 * "iat":1,"exp":2}}
 */
record Claims(String user, Type type, String session, String id, Instant issued, Instant expires) {

  static final String ISSUER = "omnibus";

  /** A token of one type is never taken for the other. */
  enum Type {
    ACCESS("access"),
    REFRESH("refresh");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("iss", ISSUER)
        .put("aud", ISSUER)
        .put("sub", user)
        .put("type", type.word)
        .put("sid", session)
        .put("jti", id)
        .put("iat", issued.getEpochSecond())
        .put("exp", expires.getEpochSecond());
  }

  /** Reads what {@link #toJson} wrote; anything else is an {@link IllegalArgumentException}. */
  static Claims fromJson(JsonObject json) {
    if (!ISSUER.equals(json.getValue("iss")) || !ISSUER.equals(json.getValue("aud"))) {
      throw new IllegalArgumentException("not issued by or not meant for us");
    }
    Fields f = Fields.of(json);
    return new Claims(
        f.text("sub"),
        type(f.text("type")),
        f.text("sid"),
        f.text("jti"),
        Instant.ofEpochSecond(f.number("iat")),
        Instant.ofEpochSecond(f.number("exp")));
  }

  private static Type type(String word) {
    for (Type type : Type.values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown type");
  }
}
