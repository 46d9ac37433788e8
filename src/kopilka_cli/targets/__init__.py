"""Flet's own way to phones: a project for `flet build` under `dist`, and the builds where its SDK is."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kopilka_cli.options.phone_app import add_phone_app_options, application_of, host_of
from kopilka_cli.terminal import complain, say

if TYPE_CHECKING:
    from kopilka_cli.targets.settings import App

TARGETS = ("apk", "aab", "ipa")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka targets`."""
    parser = verbs.add_parser(
        "targets", help="stage the wallet for Flet's build of Android and iOS apps"
    )
    parser.add_argument(
        "targets",
        nargs="*",
        type=_target,
        metavar="apk|aab|ipa",
        help="what Flet builds from it (else it is staged alone)",
    )
    parser.add_argument("--out", type=Path, default=Path("dist/targets"), metavar="DIR")
    add_phone_app_options(parser, brand_says_api=True)
    parser.add_argument("--brand", type=Path, metavar="FILE", help="in place of assets/brand.toml")
    parser.add_argument(
        "--template",
        type=Path,
        metavar="DIR",
        help="Flet's template, unpacked (else Flet's own of its version, from GitHub)",
    )
    parser.add_argument("--ios-team", default="", metavar="ID", help="of Apple's developers")
    parser.add_argument(
        "--ios-profile", default="", metavar="NAME", help="the profile that an .ipa is signed with"
    )
    parser.set_defaults(run=_run)


def _target(name: str) -> str:
    if name not in TARGETS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(TARGETS)}")
    return name


def _run(chosen: argparse.Namespace) -> int:
    try:
        from kopilka.ui.look.brand import BrokenBrand
        from kopilka_cli.android.tools import CannotMake
        from kopilka_cli.targets.staging import stage  # needs what only the extra `web` installs
        from kopilka_cli.web.places import BRAND
    except ModuleNotFoundError as missing:
        complain(f"{missing.name} is not installed: pip install 'kopilka[web]'")
        return 1
    brand_file: Path = (chosen.brand or BRAND).resolve()
    folder: Path = chosen.out.resolve()
    try:
        app = _app(chosen, brand_file)
        template = _template(chosen)
        stage(app, brand_file, folder, template)
        say(f"{folder}: staged for flet build; the app is {app.application}")
        say(*_built(chosen.targets, folder))
    except argparse.ArgumentTypeError as fault:
        complain(f"{fault}; give one with --api or --application-id")
        return 1
    except (BrokenBrand, CannotMake, OSError) as fault:
        complain(fault)
        return 1
    return 0


def _app(chosen: argparse.Namespace, brand_file: Path) -> "App":
    from kopilka.ui.look.brand import load_brand
    from kopilka_cli.targets.settings import App

    brand = load_brand(brand_file)
    host = chosen.host or host_of(brand.api)
    return App(
        brand=brand,
        host=host,
        application=application_of(chosen, host),
        version_code=chosen.version_code,
        ios_team=chosen.ios_team,
        ios_profile=chosen.ios_profile,
    )


def _template(chosen: argparse.Namespace) -> Path | None:
    """Where something is to be built, all that it needs is looked for before anything is made."""
    given: Path | None = chosen.template
    if not chosen.targets:
        return given
    from kopilka_cli.targets.building import need_builder, own_template

    need_builder(chosen.targets)
    return given or own_template()


def _built(targets: Sequence[str], folder: Path) -> list[str]:
    if not targets:
        return ["To build it where Flutter's SDK is: ./build/targets apk aab, on a Mac also ipa"]
    from kopilka_cli.targets.building import build

    return [file for target in targets for file in build(target, folder)]
