/** Who is signed in. The access token lives in memory only, the refresh token outlives the tab. */
import { HERE, ofHere } from "./here.js";
import { Store } from "./store.js";

const AUTH = `${HERE}/auth/api/v1`;
const KEPT = ofHere("omnibus.refresh_token");
const TURN = ofHere("omnibus.refresh");

/** An answer of the node that is not a success. */
export class HttpError extends Error {
  /** @param {number} status @param {string} message @param {string | null} [retryAfter] in seconds */
  constructor(status, message, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = Number(retryAfter ?? 0);
  }
}

export class Session extends Store {
  /** @type {"resuming" | "out" | "in"} */
  phase = "resuming";
  /** @type {{name: string, roles: string[], requests?: string[], events?: string[]} | null} */
  user = null;
  /** Why the session ended, to be read on the login page. */
  farewell = "";
  /** @type {(accessToken: string) => void} told whenever there is a new access token */
  onRenewed = () => {};
  #access = "";
  /** @type {number | undefined} */
  #timer;
  /** @type {Promise<void> | null} */
  #refreshing = null;

  constructor() {
    super();
    addEventListener("storage", (change) => {
      if (change.key === KEPT && change.newValue === null && this.phase === "in") {
        this.end("You signed out in another tab.");
      }
    });
  }

  /** Picks up where the last visit ended, if it may. */
  async resume() {
    if (!localStorage.getItem(KEPT)) return this.end("");
    try {
      await this.refresh();
    } catch (error) {
      if (isRefusal(error)) this.end(this.farewell);
      else setTimeout(() => this.resume(), 2000);
    }
  }

  /** @param {string} username @param {string} password */
  async login(username, password) {
    this.#keep(await post("/auth/login", { username, password }));
    await this.#welcome();
  }

  async logout() {
    const refresh_token = localStorage.getItem(KEPT);
    const bearer = this.#access;
    this.end("");
    await post("/auth/logout", { refresh_token }, bearer);
  }

  /** Forgets everything. @param {string} farewell */
  end(farewell) {
    clearTimeout(this.#timer);
    this.#access = "";
    this.user = null;
    this.farewell = farewell;
    this.phase = "out";
    localStorage.removeItem(KEPT);
    this.changed();
  }

  /** The access token, or a newer one. @param {boolean} renew */
  async token(renew) {
    if (renew) await this.refresh();
    return this.#access;
  }

  /** Whether the node lets this user do that; it decides again when asked. @param {"requests" | "events"} what @param {string} address */
  may(what, address) {
    return this.user?.[what]?.includes(address) ?? true;
  }

  /** New tokens for old; tabs take turns, because a refresh token is good for one use. */
  refresh() {
    this.#refreshing ??= inTurn(() => this.#exchange()).finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #exchange() {
    const refresh_token = localStorage.getItem(KEPT);
    if (!refresh_token) throw new HttpError(401, "signed out");
    try {
      this.#keep(await post("/auth/refresh", { refresh_token }));
    } catch (error) {
      if (isRefusal(error)) this.end("Your session has ended. Please sign in again.");
      throw error;
    }
    this.onRenewed(this.#access);
    await this.#welcome();
  }

  async #welcome() {
    const me = await request("GET", "/auth/me", null, this.#access);
    this.user = { name: me.user, roles: me.roles ?? [], requests: me.requests, events: me.events };
    this.farewell = "";
    this.phase = "in";
    this.changed();
  }

  /** @param {any} tokens */
  #keep(tokens) {
    this.#access = tokens.access_token;
    if (tokens.refresh_token) localStorage.setItem(KEPT, tokens.refresh_token);
    const seconds = Math.max(10, Number(tokens.expires_in ?? 900));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renew(), Math.max(5, seconds - 60) * 1000);
  }

  async #renew() {
    try {
      await this.refresh();
    } catch (error) {
      if (!isRefusal(error)) this.#timer = setTimeout(() => this.#renew(), 5000);
    }
  }
}

/** Whether the node answered, and said no for good. @param {unknown} error */
function isRefusal(error) {
  return error instanceof HttpError && [400, 401, 403].includes(error.status);
}

/** @template T @param {() => Promise<T>} step @returns {Promise<T>} */
function inTurn(step) {
  return navigator.locks ? navigator.locks.request(TURN, step) : step();
}

/** @param {string} path @param {object} body @param {string} [bearer] */
function post(path, body, bearer) {
  return request("POST", path, body, bearer);
}

/** @param {string} method @param {string} path @param {object | null} body @param {string} [bearer] */
async function request(method, path, body, bearer) {
  const response = await fetch(AUTH + path, {
    method,
    headers: {
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
    },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(10000),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const message = answer.error?.message ?? `HTTP ${response.status}`;
    throw new HttpError(response.status, message, response.headers.get("Retry-After"));
  }
  return answer;
}
