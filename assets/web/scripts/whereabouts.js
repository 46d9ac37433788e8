// Where this device is, asked for by Python when the member has pressed for it. It goes nowhere from there.
const WAY = { enableHighAccuracy: false, timeout: 15_000, maximumAge: 60_000 };

// Answers through `port` with degrees north and east; null where the browser does not know, or its owner said no.
/** @param {MessagePort} port */
export function askWhere(port) {
  const say = (/** @type {string | null} */ place) => port.postMessage(place);
  if (!navigator.geolocation) return say(null);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => say(JSON.stringify([coords.latitude, coords.longitude])),
    () => say(null),
    WAY,
  );
}
