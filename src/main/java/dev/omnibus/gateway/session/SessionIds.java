package dev.omnibus.gateway.session;

import dev.omnibus.access.Seal;
import dev.omnibus.gateway.session.Session.Start;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The ids that agents hold: what the session began with, packed and sealed, so that any node can go
 * on with it, also after all of them were restarted. Only this cluster can make or read one.
 */
final class SessionIds {

  /** Longer ones would not pass as a header everywhere. */
  static final int MAX_LENGTH = 6_000;

  private static final int MAX_UNPACKED = 64 << 10;

  private final Seal seal;

  SessionIds(Seal seal) {
    this.seal = seal;
  }

  /** Empty when it became too long for a header. */
  Optional<String> of(Start start) {
    return Optional.of(seal.close(packed(start.toJson().toBuffer().getBytes())))
        .filter(id -> id.length() <= MAX_LENGTH);
  }

  /** Empty for whatever is none of ours. */
  Optional<Start> read(String id) {
    try {
      byte[] packed = seal.open(id).orElse(null);
      return packed == null
          ? Optional.empty()
          : Optional.of(Start.fromJson(new JsonObject(unpacked(packed))));
    } catch (DataFormatException | DecodeException | IllegalArgumentException odd) {
      return Optional.empty();
    }
  }

  private static byte[] packed(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length);
      byte[] part = new byte[1024];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static Buffer unpacked(byte[] packed) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      Buffer out = Buffer.buffer();
      byte[] part = new byte[1024];
      while (!inflater.finished()) {
        int more = inflater.inflate(part);
        if (more == 0 || out.length() > MAX_UNPACKED) {
          throw new DataFormatException("not packed by us");
        }
        out.appendBytes(part, 0, more);
      }
      return out;
    } finally {
      inflater.end();
    }
  }
}
