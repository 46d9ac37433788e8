// What the member will know this browser by in the list of devices.
/** @type {Record<string, string>} */
const BROWSERS = { Edg: "Edge", OPR: "Opera", YaBrowser: "Yandex", Firefox: "Firefox", Chrome: "Chrome", Safari: "Safari" };

export function deviceName() {
  const mark = Object.keys(BROWSERS).find((name) => navigator.userAgent.includes(`${name}/`));
  const platform = navigator.userAgentData?.platform ?? navigator.platform;
  return [mark && BROWSERS[mark], platform].filter(Boolean).join(" · ") || "Web";
}
