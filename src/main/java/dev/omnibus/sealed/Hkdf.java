package dev.omnibus.sealed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes keys out of a shared secret (RFC 5869, SHA-256). */
final class Hkdf {

  private static final String HMAC = "HmacSHA256";

  private final byte[] prk;

  Hkdf(byte[] salt, byte[] secret) throws GeneralSecurityException {
    prk = mac(salt).doFinal(secret);
  }

  byte[] expand(String info, int length) throws GeneralSecurityException {
    return expand(info.getBytes(StandardCharsets.UTF_8), length);
  }

  byte[] expand(byte[] info, int length) throws GeneralSecurityException {
    byte[] all = new byte[length];
    byte[] block = {};
    Mac mac = mac(prk);
    for (int from = 0, n = 1; from < length; from += block.length, n++) {
      mac.update(block);
      mac.update(info);
      block = mac.doFinal(new byte[] {(byte) n});
      System.arraycopy(block, 0, all, from, Math.min(block.length, length - from));
    }
    return all;
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    byte[] some = key.length == 0 ? Arrays.copyOf(key, 32) : key;
    mac.init(new SecretKeySpec(some, HMAC));
    return mac;
  }
}
