"""Compressed twins beside the files of the site: `name.br` and `name.gz`."""

import gzip
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SMALLEST_WORTH_IT = 1024
_COMPRESSED_ALREADY = {".png", ".woff2", ".br", ".gz"}
_WINDOW_BITS = 24


def compress_files(paths: Iterable[Path], brotli_quality: int) -> None:
    """Compress each of these files that gets smaller by it."""
    files = [path for path in paths if path.is_file() and _is_worth_it(path)]
    files.sort(key=lambda path: path.stat().st_size, reverse=True)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for _ in workers.map(lambda path: _compress(path, brotli_quality), files):
            pass


def _is_worth_it(path: Path) -> bool:
    return path.suffix not in _COMPRESSED_ALREADY and path.stat().st_size > SMALLEST_WORTH_IT


def _compress(path: Path, brotli_quality: int) -> None:
    plain = path.read_bytes()
    twins = {
        ".br": brotli.compress(plain, quality=brotli_quality, lgwin=_WINDOW_BITS),
        ".gz": gzip.compress(plain, mtime=0),
    }
    for suffix, packed in twins.items():
        if len(packed) < len(plain):
            path.with_name(path.name + suffix).write_bytes(packed)
