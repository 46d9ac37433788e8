"""Chromium in front of the demo."""

from tests.chromium import chromium, open_page

__all__ = ["chromium", "open_page"]
