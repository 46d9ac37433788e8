"""What a server is started with: every seam that a deployment or a test may swap."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from loyalty_server.app_versions import AppVersion
from loyalty_server.database.standby import Standby
from loyalty_server.database.transactions import Database
from loyalty_server.dispatches.carriers import NOBODY as NO_CARRIERS
from loyalty_server.dispatches.carriers import Carriers
from loyalty_server.dispatches.letters import Desk
from loyalty_server.engines.calling import Behind
from loyalty_server.events.open_streams import OpenStreams
from loyalty_server.goods_file import NOTHING_KNOWN, Catalogue
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language
from loyalty_server.members.consents import ConsentTexts, standard_texts
from loyalty_server.messages.support_desk import SupportDesk
from loyalty_server.overview.figures import Overviews
from loyalty_server.passes.issuers import Issuers
from loyalty_server.pushes.pusher import WebPusher
from loyalty_server.pushes.wishes import PUSH_CONSENT
from loyalty_server.sign_in.sender import NOBODY, Sender
from loyalty_server.till_page.look import PageLook
from loyalty_server.wallet.kept import KeptWallets


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class ServerSettings:
    """One server. `public_url` is where shoppers reach it; `allowed_origins` may call it from a
    browser besides its own pages; `language` is for those who ask for none; what members write goes
    to the `support` desk, or waits for the operator where there is none; wallets before `oldest_app`
    are asked to be updated; `app_links` is the `assetlinks.json` of the retailer's Android app, `apple_links` the same for iPhones; `passes` are those
    that this server has keys for; points are kept by the `engine` behind, or by this server's own ledger;
    browsers are notified by the `pusher`, where there is one; messages go out by the `carriers` to members who
    want that; wallets and histories are read from the `standby` where it is as new; `goods` are buttons of the cashier's page, which has the retailer's `look`.
    """

    database: Database
    keys: ServerKeys
    clock: Callable[[], datetime] = utc_now
    sender: Sender = NOBODY
    consents: ConsentTexts = field(default_factory=standard_texts)
    language: Language = Language.RU
    public_url: str = "http://127.0.0.1:8550"
    allowed_origins: tuple[str, ...] = ()
    support: SupportDesk | None = None
    oldest_app: AppVersion | None = None
    app_links: str | None = None
    apple_links: str | None = None
    passes: Issuers = field(default_factory=Issuers)
    goods: Catalogue = NOTHING_KNOWN
    look: PageLook = field(default_factory=PageLook)
    open_streams: OpenStreams = field(default_factory=OpenStreams)
    wallets: KeptWallets = field(default_factory=KeptWallets)
    overviews: Overviews = field(default_factory=Overviews)
    engine: Behind | None = None
    pusher: WebPusher | None = None
    standby: Standby | None = None
    carriers: Carriers = field(default_factory=lambda: NO_CARRIERS)
    engine_seconds: float = 10.0
    ping_seconds: float = 15.0
    sweep_seconds: float = 60.0

    @cached_property
    def texts(self) -> ConsentTexts:
        """What members are asked: advertising by notification only where there are any."""
        return self.consents if self.pusher else self.consents.without_asking(PUSH_CONSENT)

    @property
    def letter_desk(self) -> Desk:
        """What messages that go out are written with."""
        return Desk(self.keys, self.public_url)

    @property
    def push_key(self) -> str | None:
        """What a browser subscribes with; None where this server notifies none."""
        return self.pusher.key.public if self.pusher else None
