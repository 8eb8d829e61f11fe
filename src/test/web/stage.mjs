// A node for the client module that is played by the test: no socket is real, every frame is seen.
import { OmnibusClient } from "../../main/web/client/omnibus-client.js";

export const STATUS = "event.server.status";

globalThis.fetch = async () => ({ ok: true, json: async () => ({ ticket: "t" }) });

export class Stage {
  sockets = [];
  told = [];

  constructor(options = {}) {
    this.client = new OmnibusClient({
      nodes: ["http://one", "http://two"],
      token: async () => "token",
      socket: (node) => this.#socket(node),
      ...options,
    });
  }

  #socket(node) {
    const socket = { node, sent: [], send: (text) => socket.sent.push(JSON.parse(text)), close() {} };
    this.sockets.push(socket);
    return socket;
  }

  get socket() {
    return this.sockets.at(-1);
  }

  /** Opens the next socket, and lets what follows from it happen. */
  async open() {
    const count = this.sockets.length;
    if (this.client.phase !== "connecting") this.client.connect();
    while (this.sockets.length === count) await settled();
    this.socket.onopen();
    await settled();
    return this;
  }

  async say(frame) {
    this.socket.onmessage({ data: JSON.stringify(frame) });
    await settled();
  }

  notice(event, message) {
    return this.say({ type: "event", event, message });
  }

  registered(recovered, cursor, address = STATUS) {
    return this.notice("registered", { address, recovered, cursor });
  }

  event(seq, node = "n1") {
    return this.say({ type: "rec", address: STATUS, body: { type: "x", node, seq, data: {} } });
  }

  async close(code, reason = "") {
    this.socket.onclose({ code, reason });
    await settled();
  }

  /** The last frame of this kind that was sent. */
  sent(type, address) {
    return this.socket.sent.filter((f) => f.type === type && (!address || f.address === address)).at(-1);
  }

  hear(more = {}) {
    this.client.hear(STATUS, { server: "files" }, {
      event: (event) => this.told.push(event.seq),
      gap: (gap) => this.told.push(`gap ${gap.first}-${gap.last}`),
      ...more,
    });
    return this;
  }

  end() {
    this.client.disconnect();
  }
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));
