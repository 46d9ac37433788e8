"""The demo's own pages on top of the server: the till and the sign-in link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from loyalty_server.demo.shop import DemoShop
from loyalty_server.demo.sign_in_link import mount_sign_in_link
from loyalty_server.demo.till_displays import DemoTillDisplays
from loyalty_server.demo.till_page import TillPage, mount_till_page
from loyalty_server.settings import ServerSettings

DISPLAY = "/display"


@dataclass(frozen=True)
class DemoLinks:
    """Where everything of the demo is: absolute addresses, the till's key, the member's phone,
    and the keys of two operators by name.
    """

    wallet: str
    wallet_signed_in: str = field(repr=False)
    till: str
    display: str
    api: str
    till_key: str = field(repr=False)
    phone: str
    desk: str = ""
    desk_keys: Mapping[str, str] = field(repr=False, default_factory=dict)


def mount_demo(app: FastAPI, settings: ServerSettings, shop: DemoShop) -> DemoLinks:
    """Adds `/till`, the sign-in link and the display's way in. Call it before what answers every path.

    The till's page carries its key, and the display needs none: so only who asks for this machine by
    its own name is answered, and no page of elsewhere whose name was bound to it meanwhile.
    """
    page = TillPage(
        program=settings.look.name.get(shop.program.language, shop.program.name),
        till=shop.till,
        store=shop.store,
        currency=shop.program.currency,
        language=shop.program.language,
        till_key=shop.till_key,
        display=DISPLAY,
        kind=shop.program.kind,
    )
    mount_till_page(app, page, settings.look)
    app.add_middleware(DemoTillDisplays, till_key=shop.till_key)
    sign_in = mount_sign_in_link(app, settings, shop.phone)
    base = settings.public_url.rstrip("/")
    names = [urlsplit(base).hostname or "", "localhost"]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    return DemoLinks(
        wallet=f"{base}/",
        wallet_signed_in=f"{base}{sign_in}",
        till=f"{base}/till",
        display=f"{base}{DISPLAY}",
        api=f"{base}/v1",
        till_key=shop.till_key,
        phone=shop.phone,
        desk=f"{base}/desk",
        desk_keys=shop.desk_keys,
    )
