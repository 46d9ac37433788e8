"""A store's bundle (AAB): one module, `base`, with the parts of an app in the places of Google's format."""

import zipfile
from pathlib import Path
from typing import Final

_BUNDLETOOL: Final = b"1.15.6"
CONFIG: Final = b"\x0a" + bytes([len(_BUNDLETOOL) + 2]) + b"\x12" + bytes([len(_BUNDLETOOL)])
"""`BundleConfig` of bundletool's config.proto: field 1, `bundletool`, with field 2, its `version`."""


def write_bundle(linked: Path, dex: Path, bundle: Path) -> None:
    """The bundle of an app that aapt2 linked in its protocol buffers' form."""
    with (
        zipfile.ZipFile(linked) as parts,
        zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as whole,
    ):
        whole.writestr("BundleConfig.pb", CONFIG + _BUNDLETOOL)
        for name in parts.namelist():
            whole.writestr(f"base/{_place(name)}", parts.read(name))
        whole.write(dex, "base/dex/classes.dex")


def _place(name: str) -> str:
    return f"manifest/{name}" if name == "AndroidManifest.xml" else name
