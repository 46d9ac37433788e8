"""From the site to the two files: what the classes and resources are made of, compiled and signed."""

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kopilka import VERSION
from kopilka.ui.look.brand import Brand, load_brand, logo_file
from kopilka_cli.android.bundle import write_bundle
from kopilka_cli.android.classes import write_classes
from kopilka_cli.android.resources import fill_templates, look_of, write_icon, write_words
from kopilka_cli.android.signing import asset_links, signing_key
from kopilka_cli.android.tools import FRAMEWORK, CannotMake, need_tools, run
from kopilka_cli.static_site import FONT, MEDIA_TYPES, TWINS, StaticSite
from kopilka_cli.web.contract_page import FOR_DEVELOPERS
from kopilka_cli.web.places import BRAND, REPOSITORY

TEMPLATES: Final = REPOSITORY / "assets/android"
APK: Final = "wallet.apk"
BUNDLE: Final = "wallet.aab"
LINKS: Final = "assetlinks.json"


@dataclass(frozen=True)
class Order:
    """One app: `host` answers `/v1` and app links; `version_code` grows with each one that is given out.

    Without a `keystore` the key is that of `out`, made at the first time.
    """

    host: str
    application: str
    version_code: int
    site: Path
    out: Path
    keystore: Path | None
    alias: str


def make_app(order: Order) -> tuple[Path, ...]:
    """The signed APK, the signed bundle and `assetlinks.json` in `order.out`. Raises `CannotMake`."""
    need_tools()
    brand = load_brand(BRAND)
    _check(order, brand)
    order.out.mkdir(parents=True, exist_ok=True)
    key = signing_key(order.keystore, order.alias, order.out)
    apk, bundle, links = (order.out / name for name in (APK, BUNDLE, LINKS))
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        _prepare(order, brand, work)
        _link(work, work / "linked.apk")
        with zipfile.ZipFile(work / "linked.apk", "a", zipfile.ZIP_DEFLATED) as package:
            package.write(work / "classes.dex", "classes.dex")
        run("zipalign", "-f", "-p", "4", work / "linked.apk", work / "aligned.apk")
        key.sign_apk(work / "aligned.apk", apk)
        _link(work, work / "proto.apk", "--proto-format")
        write_bundle(work / "proto.apk", work / "classes.dex", bundle)
        key.sign_bundle(bundle)
    links.write_text(asset_links(order.application, key.fingerprint()))
    return apk, bundle, links


def _check(order: Order, brand: Brand) -> None:
    page = order.site / "index.html"
    if not page.is_file():
        raise CannotMake(f"{order.site}: no site is here; make it with: kopilka web")
    own = f"https://{order.host}"
    if brand.api.rstrip("/") not in ("", own):
        raise CannotMake(
            f"the site was made for {brand.api}, which is api in brand.toml, not {own}"
        )


def _prepare(order: Order, brand: Brand, work: Path) -> None:
    """Everything that the tools read, below `work`."""
    values = {
        **look_of(brand),
        "application": order.application,
        "host": order.host,
        "version": VERSION,
        "version_code": str(order.version_code),
    }
    logo = logo_file(BRAND)
    fill_templates(TEMPLATES, work / "android", values)
    write_words(work / "android/res", brand)
    write_icon(work / "android/res", BRAND.with_name("icon.png"), logo)
    unneeded = shutil.ignore_patterns(*(f"*{suffix}" for suffix in TWINS.values()), *FOR_DEVELOPERS)
    shutil.copytree(order.site, work / "assets/www", ignore=unneeded)
    run("aapt2", "compile", "--dir", work / "android/res", "-o", work / "resources.zip")
    write_classes(TEMPLATES / "classes", work / "classes", _constants(order), media_types())
    run("smali", "assemble", "--api", "26", "-o", work / "classes.dex", work / "classes")


def _link(work: Path, target: Path, *more: str) -> None:
    manifest = work / "android/AndroidManifest.xml"
    run(
        *("aapt2", "link", "-I", FRAMEWORK, "--manifest", manifest, "-A", work / "assets"),
        *more,
        *("-o", target, work / "resources.zip"),
    )


def _constants(order: Order) -> dict[str, str]:
    site = StaticSite(order.site)
    font = next(order.site.glob(FONT), None)
    if font is None:
        raise CannotMake(f"{order.site}: this site has no font; make it anew with: kopilka web")
    return {
        "HOST": order.host,
        "FONT": f"/{font.relative_to(order.site).as_posix()}",
        "POLICY": site.headers(order.site / "index.html")["Content-Security-Policy"],
    }


def media_types() -> dict[str, str]:
    """By ending without its dot, and without the charset, which Android takes apart from it."""
    return {ending[1:]: media.partition(";")[0] for ending, media in MEDIA_TYPES.items()}
