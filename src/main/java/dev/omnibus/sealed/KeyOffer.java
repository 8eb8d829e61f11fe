package dev.omnibus.sealed;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import javax.crypto.KeyAgreement;

/**
 * The key of one end of one socket (ECDH on P-256), made for it and forgotten with it. Its public
 * half travels as base64url of the uncompressed point, as WebCrypto exports it.
 */
public final class KeyOffer {

  private static final int COORDINATE = 32;
  private static final int POINT = 1 + 2 * COORDINATE;
  private static final byte UNCOMPRESSED = 4;
  private static final ECParameterSpec P256 = p256();

  private final KeyPair pair;
  private final byte[] point;

  /** A new one. */
  public KeyOffer() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
    point = new byte[POINT];
    point[0] = UNCOMPRESSED;
    write(w.getAffineX(), 1);
    write(w.getAffineY(), 1 + COORDINATE);
  }

  private void write(BigInteger number, int at) {
    byte[] bytes = number.toByteArray(); // with a sign, and without leading zeros
    int from = Math.max(0, bytes.length - COORDINATE);
    int length = bytes.length - from;
    System.arraycopy(bytes, from, point, at + COORDINATE - length, length);
  }

  /**
   * Looks at a key before one is made for it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static void check(String key) {
    byte[] point = bytes(key);
    needOnCurve(x(point), y(point));
  }

  /** What the other end has to know. */
  public String publicKey() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
  }

  /**
   * As the node: with the key that the client offered.
   *
   * @throws IllegalArgumentException when that is no key
   */
  public SealedTalk withClient(String clientKey) {
    byte[] client = bytes(clientKey);
    Hkdf keys = agree(client, client, point);
    return SealedTalk.of(keys, SealedTalk.TO_CLIENT, SealedTalk.TO_NODE, true);
  }

  /** As the client: with the key that the node answered with; the same. */
  public SealedTalk withNode(String nodeKey) {
    byte[] node = bytes(nodeKey);
    Hkdf keys = agree(node, point, node);
    return SealedTalk.of(keys, SealedTalk.TO_NODE, SealedTalk.TO_CLIENT, false);
  }

  /** Both public keys are the salt, so that the keys are those of this exchange and no other. */
  private Hkdf agree(byte[] other, byte[] client, byte[] node) {
    try {
      MessageDigest salt = MessageDigest.getInstance("SHA-256");
      salt.update(client);
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(pair.getPrivate());
      agreement.doPhase(key(other), true);
      return new Hkdf(salt.digest(node), agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key", e);
    }
  }

  private static byte[] bytes(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != POINT || bytes[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not an uncompressed point of P-256");
    }
    return bytes;
  }

  private static ECPublicKey key(byte[] bytes) throws GeneralSecurityException {
    needOnCurve(x(bytes), y(bytes));
    ECPublicKeySpec spec = new ECPublicKeySpec(new ECPoint(x(bytes), y(bytes)), P256);
    return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
  }

  private static BigInteger x(byte[] point) {
    return new BigInteger(1, point, 1, COORDINATE);
  }

  private static BigInteger y(byte[] point) {
    return new BigInteger(1, point, 1 + COORDINATE, COORDINATE);
  }

  /** A point of another curve would tell something of our secret. */
  private static void needOnCurve(BigInteger x, BigInteger y) {
    BigInteger p = ((ECFieldFp) P256.getCurve().getField()).getP();
    BigInteger right =
        x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
      throw new IllegalArgumentException("not a point of P-256");
    }
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
