package dev.omnibus.sealed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What two ends of a socket say so that nobody between them can read or change it. */
class SealedTalkTest {

  private static final String HERE = SealedTalk.event("event.server.log", "n1", 7);

  private final KeyOffer clientKey = new KeyOffer();
  private final KeyOffer nodeKey = new KeyOffer();
  private final SealedTalk node = nodeKey.withClient(clientKey.publicKey());
  private final SealedTalk client = clientKey.withNode(nodeKey.publicKey());

  @Test
  void what_one_end_closes_the_other_one_opens_both_ways() {
    assertEquals("one ä €", client.open(node.close("one ä €", HERE), HERE));
    assertEquals("two", node.open(client.close("two", HERE), HERE));
  }

  @Test
  void the_same_text_never_looks_the_same() {
    assertNotEquals(node.close("one", HERE), node.close("one", HERE));
  }

  @Test
  void a_text_opens_at_its_own_place_only() {
    String sealed = node.close("one", HERE);
    for (String elsewhere :
        new String[] {
          SealedTalk.event("event.server.log", "n1", 8),
          SealedTalk.event("event.server.log", "n2", 7),
          SealedTalk.event("event.call.started", "n1", 7),
          SealedTalk.reply("r1")
        }) {
      assertThrows(IllegalArgumentException.class, () -> client.open(sealed, elsewhere));
    }
  }

  @Test
  void one_changed_bit_is_found_wherever_it_is() {
    byte[] sealed = Base64.getUrlDecoder().decode(node.close("one", HERE));
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
      assertThrows(IllegalArgumentException.class, () -> client.open(text, HERE));
    }
  }

  @Test
  void a_node_takes_a_request_once_and_in_order() {
    String first = client.close("one", HERE);
    String second = client.close("two", HERE);
    assertEquals("two", node.open(second, HERE));
    assertThrows(IllegalArgumentException.class, () -> node.open(second, HERE));
    assertThrows(IllegalArgumentException.class, () -> node.open(first, HERE));
  }

  @Test
  void nothing_comes_back_to_the_end_that_said_it() {
    String sealed = client.close("one", HERE);
    assertThrows(IllegalArgumentException.class, () -> client.open(sealed, HERE));
  }

  @Test
  void another_exchange_has_other_keys() {
    SealedTalk other = new KeyOffer().withClient(clientKey.publicKey());
    String sealed = other.close("one", HERE);
    assertThrows(IllegalArgumentException.class, () -> client.open(sealed, HERE));
  }

  @Test
  void what_is_no_point_of_the_curve_is_no_key() {
    byte[] point = Base64.getUrlDecoder().decode(clientKey.publicKey());
    point[64] ^= 1;
    byte[] zero = new byte[65];
    zero[0] = 4;
    for (String bad :
        new String[] {
          "",
          "AAAA",
          "no base64!",
          Base64.getUrlEncoder().encodeToString(point),
          Base64.getUrlEncoder().encodeToString(zero),
          clientKey.publicKey() + "AA"
        }) {
      assertThrows(IllegalArgumentException.class, () -> nodeKey.withClient(bad), bad);
    }
  }

  /** RFC 5869, test cases 1 and 3. */
  @Test
  void keys_are_derived_as_the_rfc_says() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] secret = hex.parseHex("0b".repeat(22));
    byte[] okm =
        new Hkdf(hex.parseHex("000102030405060708090a0b0c"), secret)
            .expand(hex.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42);
    assertArrayEquals(
        hex.parseHex(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        okm);
    assertArrayEquals(
        hex.parseHex(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
        new Hkdf(new byte[0], secret).expand(new byte[0], 42));
  }
}
