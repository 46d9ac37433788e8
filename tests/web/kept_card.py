"""A card put into a browser's database as the wallet puts it there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from loyalty_api.codec import dumps
from loyalty_api.models import Wallet
from tests.ui.member import WALLET
from tests.web.small_site import STILL

KID = "04HMASW9NF6Y"
QR_KEY = bytes(range(32))

_KEEP = """
async ({ key, kid, json, offset, settings, leaving, exchanged }) => {
  const database = await new Promise((opened, failed) => {
    const request = indexedDB.open("kopilka", 1);
    request.onupgradeneeded = () => {
      for (const name of ["kept", "pages", "keys"]) request.result.createObjectStore(name);
      request.result.createObjectStore("outbox", { autoIncrement: true });
    };
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const qr = await crypto.subtle.importKey("raw", new Uint8Array(key), hmac, false, ["sign"]);
  const writing = database.transaction(["kept", "keys"], "readwrite");
  const kept = writing.objectStore("kept");
  const clock = { offset, margin: null, learned_at: null };
  kept.put({ kid, json, etag: null, as_of: "2026-11-20T09:14:00Z", ...clock }, "wallet");
  kept.put(settings, "settings");
  kept.put("", "session");
  if (leaving) kept.put("", "leaving");
  writing.objectStore("keys").put({ qr, manual: qr, ...exchanged }, kid);
  await new Promise((done) => { writing.oncomplete = done; });
  database.close();
}
"""


@dataclass(frozen=True)
class KeptCard:
    """What the browser keeps: see `kopilka.browser.indexed_db`; `kid` when the key was exchanged."""

    wallet: Wallet | None = WALLET
    text: str | None = None
    offset: float = 0.0
    settings: Mapping[str, object] = field(default_factory=dict)
    leaving: bool = False
    kid: str | None = None

    def put(self, page: Page, address: str) -> None:
        """Keep it in this page's browser, for the site at `address`."""
        page.goto(f"{address}/{STILL}")
        kept = {
            "key": list(QR_KEY),
            "kid": KID,
            "json": self.text or (self.wallet and dumps(self.wallet)),
            "offset": self.offset,
            "settings": dict(self.settings),
            "leaving": self.leaving,
            "exchanged": {"kid": self.kid, "due_at": 0.0} if self.kid else {},
        }
        page.evaluate(_KEEP, kept)
