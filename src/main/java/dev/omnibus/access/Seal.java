package dev.omnibus.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes what a client keeps for us: nobody but the nodes of this cluster can read it, make it or
 * change it (AES-GCM, NIST SP 800-38D). The key comes out of the cluster's signing secret, one for
 * each purpose.
 */
public final class Seal {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_TEXT = 16 << 10;

  private record Key(byte[] secret, SecretKeySpec aes) {}

  private final Supplier<byte[]> secret;
  private final String purpose;
  private volatile Key key;

  /**
   * @param secret of the cluster; asked each time, for it may change
   * @param purpose what is sealed: another purpose opens nothing of this one
   */
  public Seal(Supplier<byte[]> secret, String purpose) {
    this.secret = secret;
    this.purpose = purpose;
  }

  /** A seal of the same cluster for another purpose. */
  public Seal of(String other) {
    return new Seal(secret, other);
  }

  /** The sealed form: visible ASCII that may stand in a header. */
  public String close(byte[] plain) {
    byte[] nonce = RandomText.bytes(NONCE);
    byte[] closed = run(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length);
    byte[] all = ByteBuffer.allocate(NONCE + closed.length).put(nonce).put(closed).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** What was sealed; empty for anything that this cluster did not seal. */
  public Optional<byte[]> open(String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(text);
      if (all.length < NONCE + TAG_BITS / 8) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      return Optional.of(run(Cipher.DECRYPT_MODE, nonce, all, NONCE, all.length - NONCE));
    } catch (IllegalArgumentException forged) {
      return Optional.empty();
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] in, int from, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(in, from, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not sealed by this cluster", e);
    }
  }

  /** The secret may be another one after two clusters became one. */
  private SecretKeySpec key() throws GeneralSecurityException {
    byte[] now = secret.get();
    Key known = key;
    if (known == null || !Arrays.equals(known.secret(), now)) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(now, "HmacSHA256"));
      byte[] derived = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
      known = new Key(now, new SecretKeySpec(derived, "AES"));
      key = known;
    }
    return known.aes();
  }
}
