import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/fleet.css";
import "./styles/panels.css";
import "./styles/debug.css";
import "./styles/life.css";
import "./styles/log.css";
import "./styles/connection.css";
import "./styles/login.css";
import "./styles/run.css";
import "./styles/schemas.css";
import "uplot/dist/uPlot.min.css";
import "./styles/charts.css";
import "./styles/metrics.css";
import "./styles/audit.css";
import "./styles/traces.css";
import "./styles/load.css";
import "./styles/people.css";
import "./views/omnibus-app.js";
import { audit, bus, chosen, feed, fleet, operations, presence, route, runs, schemas, session, vitals } from "./context.js";
import { applyTheme } from "./theme.js";
import { announceInTitle } from "./title.js";

applyTheme();
announceInTitle(fleet);

fleet.onEvent = (event) => {
  feed.add(event);
  operations.take(event);
  vitals.take(event);
  audit.take(event);
};
fleet.onReady = () => {
  operations.load();
  presence.opened();
};
schemas.onEvent = (event) => feed.add(event);
route.watch(() => presence.moved());
fleet.watch(() => presence.moved());
session.onRenewed = (token) => bus.renew(token);
session.watch(() => {
  if (session.phase === "in" && bus.phase === "idle") bus.connect();
  if (session.phase === "out" && bus.phase !== "idle") leave();
});

function leave() {
  bus.reset();
  fleet.forget();
  feed.clear();
  operations.forget();
  vitals.forget();
  chosen.set([]);
  runs.forget();
  audit.forget();
  presence.forget();
}

session.resume();
