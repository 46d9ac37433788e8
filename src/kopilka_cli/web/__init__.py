"""The browser app as static files: the Flutter client, Pyodide, the packages and the wallet itself."""

import argparse
from pathlib import Path

from kopilka_cli.terminal import complain


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka web`."""
    parser = verbs.add_parser("web", help="make the browser app as static files")
    parser.add_argument("--out", type=Path, default=Path("dist/web"), metavar="DIR")
    parser.add_argument(
        "--brand",
        type=Path,
        metavar="FILE",
        help="a brand file in place of assets/brand.toml; its logo, font and languages lie beside it",
    )
    parser.add_argument(
        "--smallest",
        action="store_true",
        help="compress at the highest level: some per cent smaller, a minute longer",
    )
    parser.add_argument(
        "--servers",
        type=Path,
        metavar="DIR",
        help="also write what Caddy, nginx and a CDN have to be told of the site",
    )
    parser.add_argument(
        "--upstream",
        default="127.0.0.1:8560",
        metavar="HOST:PORT",
        help="where Caddy and nginx find the loyalty server",
    )
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    try:
        from kopilka.ui.look.brand import BrokenBrand, load_brand
        from kopilka_cli.web.places import BRAND
        from kopilka_cli.web.servers import write_server_files
        from kopilka_cli.web.site import build_site  # needs what only the extra `web` installs
    except ModuleNotFoundError as missing:
        complain(f"{missing.name} is not installed: pip install 'kopilka[web]'")
        return 1
    site = chosen.out.resolve()
    brand_file: Path = (chosen.brand or BRAND).resolve()
    try:
        build_site(site, smallest=chosen.smallest, brand_file=brand_file)
    except BrokenBrand as fault:
        complain(fault)
        return 1
    if chosen.servers:
        write_server_files(chosen.servers, site, load_brand(brand_file).api, chosen.upstream)
    return 0
