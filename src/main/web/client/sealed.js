/**
 * One socket's sealed talk with its node: ECDH on P-256, HKDF, AES-256-GCM with a key for each
 * direction. What a text is about is bound to it. WebCrypto has it only where the page is safe
 * (https, or localhost); elsewhere there is no sealing, and the node decides what that means.
 */
const TO_CLIENT = "omnibus sealed 1 to client";
const TO_NODE = "omnibus sealed 1 to node";
const COUNTER = 8;

/** What travels sealed: the node's list has the same. */
export const SENSITIVE = [
  "event.server.log",
  "event.audit.recorded",
  "query.log.tail",
  "query.audit.search",
  "command.server.test",
  "command.tool.call",
  "command.tool.answer",
  "query.call.get",
  "query.prompt.get",
  "query.resource.read",
  "query.completion.get",
];

/** Whether this place can seal at all. */
export const canSeal = () => globalThis.crypto?.subtle !== undefined;

/** @param {string} address @param {{node: string, seq: number}} body */
export const aboutEvent = (address, { node, seq }) => `event\n${address}\n${node}\n${seq}`;
/** @param {string} address @param {string} replyAddress */
export const aboutRequest = (address, replyAddress) => `request\n${address}\n${replyAddress}`;
/** @param {string} replyAddress */
export const aboutReply = (replyAddress) => `reply\n${replyAddress}`;

export class SealedTalk {
  #sent = 0;
  #out;
  #in;

  /** @param {CryptoKey} out @param {CryptoKey} into */
  constructor(out, into) {
    this.#out = out;
    this.#in = into;
  }

  /**
   * Offers a key, takes the node's and makes the rest of both.
   * @param {(key: string) => Promise<string>} exchange
   */
  static async begin(exchange) {
    const { subtle } = crypto;
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const pair = await subtle.generateKey(curve, false, ["deriveBits"]);
    const own = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
    const other = decode(await exchange(encode(own)));
    const node = await subtle.importKey("raw", other, curve, false, []);
    const secret = await subtle.deriveBits({ name: "ECDH", public: node }, pair.privateKey, 256);
    const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const salt = await subtle.digest("SHA-256", joined(own, other));
    /** @param {string} info @param {KeyUsage} usage */
    const key = (info, usage) =>
      subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt, info: bytes(info) },
        base,
        { name: "AES-GCM", length: 256 },
        false,
        [usage],
      );
    return new SealedTalk(await key(TO_NODE, "encrypt"), await key(TO_CLIENT, "decrypt"));
  }

  /** @param {any} body @param {string} about */
  async close(body, about) {
    const number = counter(this.#sent++);
    const closed = await crypto.subtle.encrypt(how(number, about), this.#out, bytes(JSON.stringify(body)));
    return encode(joined(number, new Uint8Array(closed)));
  }

  /** Fails when it was altered or is about something else. @param {string} sealed @param {string} about */
  async open(sealed, about) {
    const all = decode(sealed);
    const plain = await crypto.subtle.decrypt(how(all.slice(0, COUNTER), about), this.#in, all.slice(COUNTER));
    return JSON.parse(new TextDecoder().decode(plain));
  }
}

/** @param {Uint8Array} number @param {string} about */
const how = (number, about) => ({
  name: "AES-GCM",
  iv: joined(new Uint8Array(4), number),
  additionalData: bytes(about),
});

/** @param {number} number */
function counter(number) {
  const eight = new Uint8Array(COUNTER);
  new DataView(eight.buffer).setBigUint64(0, BigInt(number));
  return eight;
}

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);

/** @param {Uint8Array} one @param {Uint8Array} other */
function joined(one, other) {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

/** @param {Uint8Array} data */
function encode(data) {
  let text = "";
  for (const byte of data) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
