"""For a CDN that reads `_headers` and `_redirects` from the site's folder, as Netlify and Cloudflare Pages do.

Where several rules fit a path they add their headers up, so no header is said twice for one path: every page has the
inline scripts of all pages in its policy, and only what is kept for ever says how long; the rest is asked for
each time, as such a CDN does by itself.
"""

import re
from pathlib import PurePosixPath

from kopilka_cli.web.servers.rules import INDEX, SiteRules

_POLICY = "Content-Security-Policy"
_SAID_BY_THE_CDN = ("Cache-Control", "Vary")
_SCRIPT = re.compile(r"'sha256-[^']+'")


def headers_file(rules: SiteRules) -> str:
    """What goes with each path."""
    everywhere = {
        name: value for name, value in rules.pages[INDEX].items() if name not in _SAID_BY_THE_CDN
    }
    everywhere[_POLICY] = _policy_of_all(rules)
    lines = ["/*", *(f"  {name}: {value}" for name, value in everywhere.items())]
    for part in rules.parts:
        lines += [f"/{part}/*", f"  Cache-Control: {rules.in_part['Cache-Control']}"]
    return "\n".join(lines) + "\n"


def redirects_file(rules: SiteRules) -> str:
    """Which file answers for a path that has none."""
    fonts = PurePosixPath(rules.font).parent
    return f"/{fonts}/:family/* /{rules.font} 200\n/* /{INDEX} 200\n"


def _policy_of_all(rules: SiteRules) -> str:
    own = rules.pages[INDEX][_POLICY]
    found = {
        script for headers in rules.pages.values() for script in _SCRIPT.findall(headers[_POLICY])
    }
    more = sorted(found.difference(_SCRIPT.findall(own)))
    return own.replace("script-src ", f"script-src {' '.join(more)} " if more else "script-src ", 1)
