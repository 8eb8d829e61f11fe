/**
 * What a server's result holds, as a page may show it. All of it is a stranger's: text stays text, and of data only
 * pictures and sounds of known kinds are shown.
 */

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif"];
const SOUNDS = ["audio/mpeg", "audio/wav", "audio/x-wav", "audio/wave", "audio/ogg", "audio/webm", "audio/mp4", "audio/aac", "audio/flac"];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** @param {unknown} mime */
const plain = (mime) => String(mime ?? "").split(";")[0].trim().toLowerCase();

/** @param {unknown} data @param {unknown} mime a `data:` URI of a picture; empty for anything else */
export const imageUri = (data, mime) => uri(data, mime, IMAGES);

/** @param {unknown} data @param {unknown} mime the same of a sound */
export const soundUri = (data, mime) => uri(data, mime, SOUNDS);

/** @param {unknown} data @param {unknown} mime @param {string[]} kinds */
function uri(data, mime, kinds) {
  const kind = plain(mime);
  if (!kinds.includes(kind) || typeof data !== "string") return "";
  const tight = data.replace(/\s+/g, "");
  return BASE64.test(tight) ? `data:${kind};base64,${tight}` : "";
}

/** The address if a browser may go there from here; else empty. @param {unknown} text */
export function webAddress(text) {
  try {
    const url = new URL(String(text));
    return ["http:", "https:"].includes(url.protocol) && !url.username && !url.password ? url.href : "";
  } catch {
    return "";
  }
}

/** JSON that is worth a tree, or undefined. @param {unknown} text */
export function jsonIn(text) {
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (!/^[{[]/.test(trimmed) || trimmed.length > 1_000_000) return undefined;
  try {
    return JSON.parse(trimmed);
  } catch {
    return undefined;
  }
}

/** Whether a resource is a page of its own, to be looked at elsewhere. @param {any} resource */
export function isPage(resource) {
  return plain(resource?.mimeType) === "text/html" || String(resource?.uri ?? "").startsWith("ui://");
}

/** Where such a page is, when it says no more than that. @param {any} resource */
export function pageAddress(resource) {
  const listed = plain(resource?.mimeType) === "text/uri-list" ? String(resource?.text ?? "").split("\n")[0].trim() : "";
  return webAddress(listed) || webAddress(resource?.uri);
}

/** The bytes of base64, or null. @param {unknown} data */
export function bytesOf(data) {
  try {
    return typeof data === "string" ? Uint8Array.from(atob(data.replace(/\s/g, "")), (c) => c.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}
