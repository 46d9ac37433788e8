"""What Caddy, nginx and a CDN have to be told of the site, so that they answer as `kopilka serve --site` does."""

from pathlib import Path

from kopilka_cli.web.servers.caddy import caddy_file
from kopilka_cli.web.servers.cdn import headers_file, redirects_file
from kopilka_cli.web.servers.nginx import nginx_file
from kopilka_cli.web.servers.rules import rules_of


def write_server_files(folder: Path, site: Path, api: str, upstream: str) -> None:
    """Write them into a folder; `api` is the brand's (empty: the site's own origin), `upstream` HOST:PORT of the server."""
    rules = rules_of(site, api)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kopilka.caddy").write_text(caddy_file(rules, upstream))
    (folder / "kopilka.nginx").write_text(nginx_file(rules, upstream))
    (folder / "_headers").write_text(headers_file(rules))
    (folder / "_redirects").write_text(redirects_file(rules))
