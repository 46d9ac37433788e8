"""The app's few classes: those of `assets/android/classes` and one of what is known of this site."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PACKAGE: Final = Path("app/kopilka/wallet")
UNKNOWN: Final = "application/octet-stream"


def write_classes(
    source: Path, target: Path, constants: Mapping[str, str], types: Mapping[str, str]
) -> None:
    """All classes in smali into `target`; `types` are media types by a name's ending."""
    folder = target / PACKAGE
    folder.mkdir(parents=True)
    for file in source.glob("*.smali"):
        shutil.copy(file, folder)
    (folder / "Site.smali").write_text(_site(constants, types), encoding="utf-8")


def _site(constants: Mapping[str, str], types: Mapping[str, str]) -> str:
    fields = (
        f".field public static final {name}:Ljava/lang/String; = {_quoted(value)}"
        for name, value in constants.items()
    )
    known = "\n".join(_answer(ending, media) for ending, media in sorted(types.items()))
    return f"""\
# What is known of this site when the app is made.
.class public final L{PACKAGE.as_posix()}/Site;
.super Ljava/lang/Object;
{chr(10).join(fields)}

# The media type for a name's ending.
.method public static type(Ljava/lang/String;)Ljava/lang/String;
    .registers 3
{known}
    const-string v0, {_quoted(UNKNOWN)}
    return-object v0
.end method
"""


def _answer(ending: str, media: str) -> str:
    return f"""\
    const-string v0, {_quoted(ending)}
    invoke-virtual {{v0, p0}}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v1
    if-eqz v1, :not_{ending}
    const-string v0, {_quoted(media)}
    return-object v0
    :not_{ending}"""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
