/** The few things of which the page has one each. */
import { AuditLog } from "./audit.js";
import { Bus } from "./bus.js";
import { now } from "./clock.js";
import { Chosen } from "./chosen.js";
import { Feed } from "./feed.js";
import { Fleet } from "./fleet.js";
import { Pulse } from "./metrics/pulse.js";
import { Ticks } from "./metrics/ticks.js";
import { Times } from "./metrics/times.js";
import { Operations } from "./operations.js";
import { PLACES, Presence } from "./presence.js";
import { Route } from "./route.js";
import { Runs } from "./run/runs.js";
import { Updates } from "./run/updates.js";
import { Schemas } from "./schemas.js";
import { ServerLog } from "./server-log.js";
import { Session } from "./session.js";
import { Vitals } from "./vitals.js";
import { Wiretap } from "./wiretap.js";

export const session = new Session();
export const bus = new Bus({
  token: (renew) => session.token(renew),
  mayHear: (address) => session.may("events", address),
});
export const fleet = new Fleet(bus);
export const operations = new Operations(bus, session);
export const vitals = new Vitals();
export const chosen = new Chosen();
export const schemas = new Schemas(bus, session);
export const feed = new Feed();
export const route = new Route();
export const presence = new Presence(bus, session, () => ({
  page: PLACES.find((page) => page === route.place.page) ?? PLACES[0],
  ...(fleet.servers.has(route.place.server) ? { server: route.place.server } : {}),
}));
export const runs = new Runs(bus, (kind, address) => session.may(kind, address));
export const updates = new Updates(bus);
export const serverLog = new ServerLog(bus);
export const audit = new AuditLog(bus, session);
export const wiretap = new Wiretap(bus);
export const ticks = new Ticks(bus);
export const pulse = new Pulse(ticks);
export const times = new Times(route);

/** What charts need to know where they are. @type {import("./metrics/timeline.js").Surroundings} */
export const around = {
  ...{ bus, ticks, times, now },
  mayAsk: () => session.may("requests", "query.history.range"),
};
