// Chromium's offer to put the page on the home screen: made once, and held to until the member wants it.
/** @import { InstallOffer } from "./shapes" */
const page = /** @type {{ offer?: InstallOffer }} */ (/** @type {unknown} */ (globalThis));

// From the page's first moment: an offer does not wait for the app.
export function holdOffer() {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    page.offer = /** @type {InstallOffer} */ (event);
  });
}

export const isOffered = () => Boolean(page.offer);

// Whether the member said yes; an offer can be taken up once.
export async function takeOffer() {
  const { offer } = page;
  page.offer = undefined;
  await offer?.prompt();
  return (await offer?.userChoice)?.outcome === "accepted";
}
