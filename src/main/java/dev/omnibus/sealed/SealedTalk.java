package dev.omnibus.sealed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One end of a sealed socket: AES-256-GCM with a key for each direction and a counter for a nonce,
 * which goes before the text. What a text is about is bound to it, so that it opens nowhere else.
 * Touched by one thread at a time.
 */
public final class SealedTalk {

  static final String TO_CLIENT = "omnibus sealed 1 to client";
  static final String TO_NODE = "omnibus sealed 1 to node";

  private static final int COUNTER = 8;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec out;
  private final SecretKeySpec in;
  private final boolean inOrder;
  private final Cipher cipher;
  private long sent;
  private long newest = -1;

  private SealedTalk(byte[] out, byte[] in, boolean inOrder) throws GeneralSecurityException {
    this.out = new SecretKeySpec(out, "AES");
    this.in = new SecretKeySpec(in, "AES");
    this.inOrder = inOrder;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  static SealedTalk of(Hkdf keys, String out, String in, boolean inOrder) {
    try {
      return new SealedTalk(keys.expand(out, 32), keys.expand(in, 32), inOrder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an event is bound to: it is at home at this place of this address only. */
  public static String event(String address, String node, long seq) {
    return "event\n" + address + "\n" + node + "\n" + seq;
  }

  /** What a request is bound to. */
  public static String request(String address, String replyAddress) {
    return "request\n" + address + "\n" + replyAddress;
  }

  /** What the answer or the failure of a request is bound to. */
  public static String reply(String replyAddress) {
    return "reply\n" + replyAddress;
  }

  /** The sealed text. */
  public String close(String text, String about) {
    try {
      long number = sent++;
      cipher.init(Cipher.ENCRYPT_MODE, out, nonce(number));
      cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
      byte[] closed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      ByteBuffer all = ByteBuffer.allocate(COUNTER + closed.length);
      all.putLong(number).put(closed);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What was sealed by the other end about this.
   *
   * @throws IllegalArgumentException when it was altered, belongs elsewhere or, at a node, came
   *     before
   */
  public String open(String text, String about) {
    byte[] all = Base64.getUrlDecoder().decode(text);
    if (all.length < COUNTER + TAG_BITS / 8) {
      throw new IllegalArgumentException("not sealed");
    }
    long number = ByteBuffer.wrap(all).getLong();
    if (inOrder && number <= newest) {
      throw new IllegalArgumentException("it came before");
    }
    try {
      cipher.init(Cipher.DECRYPT_MODE, in, nonce(number));
      cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
      byte[] plain = cipher.doFinal(all, COUNTER, all.length - COUNTER);
      newest = number;
      return new String(plain, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("altered, or not about this", e);
    }
  }

  private static GCMParameterSpec nonce(long number) {
    byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(number).array();
    return new GCMParameterSpec(TAG_BITS, nonce);
  }
}
