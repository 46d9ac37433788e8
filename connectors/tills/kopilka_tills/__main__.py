"""`python -m kopilka_tills SETTINGS.toml`: the connector, until it is stopped."""

import argparse
import logging
import signal
import sys
from pathlib import Path
from threading import Thread

from kopilka_tills.serving import Door
from kopilka_tills.settings import Wrong, settings_in


def main() -> int:
    """Serves; 2 when the settings are wrong."""
    parser = argparse.ArgumentParser(prog="kopilka_tills", description=__doc__)
    parser.add_argument("settings", type=Path)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = settings_in(parser.parse_args().settings)
    except Wrong as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    server = Door(settings.address, settings.secret, settings.till_system.answer)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: Thread(target=server.shutdown).start())
    logging.getLogger("kopilka_tills").info("listening at %s:%s", *server.server_address[:2])
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
