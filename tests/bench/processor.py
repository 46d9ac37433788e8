"""Processor time and memory of processes, as Linux counts them."""

import os
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

TICKS: Final = os.sysconf("SC_CLK_TCK")


def seconds_of(process: int) -> float:
    """Of this process, its children and those it has outlived."""
    return sum(_seconds(one) for one in family_of(process))


def seconds_behind(url: str) -> float:
    """Of the tests' PostgreSQL that this URL leads to; none of SQLite's are its own."""
    folder = make_url(url).query.get("host")
    if folder is None:
        return 0.0
    return seconds_of(int(Path(str(folder), "data/postmaster.pid").read_text().split()[0]))


def megabytes_of(process: int) -> int:
    """What the process and its children have of their own (Pss)."""
    kilobytes = 0
    for one in family_of(process):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line)
    return kilobytes // 1000


def family_of(process: int) -> tuple[int, ...]:
    """The process and its children."""
    told = subprocess.run(
        ["pgrep", "-P", str(process)], capture_output=True, text=True, check=False
    )
    return (process, *map(int, told.stdout.split()))


def _seconds(process: int) -> float:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS
