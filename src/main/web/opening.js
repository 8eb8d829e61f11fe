/** What can be asked again now that there is somebody to ask. */

/** @param {import("./bus.js").Bus} bus @param {() => void} act told whenever the socket opens @returns {() => void} stops it */
export function onOpening(bus, act) {
  let open = bus.phase === "open";
  return bus.watch(() => {
    const was = open;
    open = bus.phase === "open";
    if (open && !was) act();
  });
}
