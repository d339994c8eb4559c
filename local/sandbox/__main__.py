"""Start the sandbox: `python -m local.sandbox` prints its addresses and secrets as one JSON line, then stays."""

import argparse
import asyncio
import json
import os
import signal
import sys

from local.sandbox.feeds import FEEDS
from local.sandbox.pages import Bucket
from local.sandbox.publisher import PUBLISHER
from local.sandbox.registry import STAND_INS
from local.sandbox.server import WALL, SandboxServer
from local.sandbox.telephone import TELEPHONE


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.sandbox", description=__doc__)
    for name in (WALL, *STAND_INS, TELEPHONE, FEEDS, PUBLISHER):
        parser.add_argument(f"--{name}-port", type=int, default=0, metavar="N", help="0 picks a free one")
    for name, kind in STAND_INS.items():
        for field in kind.make_secret():
            parser.add_argument(
                f"--{name}-{field.replace('_', '-')}", metavar="TEXT", help="a test credential; made up if not given"
            )
    parser.add_argument(
        "--page-bucket", default="", metavar="NAME", help="bucket with the own pages (AWS_* from the env)"
    )
    parser.add_argument("--page-url", default="", metavar="URL", help="public base of those pages, led to /page/ here")
    return parser


async def _stay(server: SandboxServer) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)

    def announce() -> None:
        print(json.dumps({**server.addresses, "secrets": server.secrets, "feed_keys": server.feeds.keys}), flush=True)

    await server.run(announce, stop)


def main() -> int:
    """Read the command line and run until told to stop."""
    given = vars(_options().parse_args())
    ports = {name: given[f"{name}_port"] for name in (WALL, *STAND_INS, TELEPHONE, FEEDS, PUBLISHER)}
    secrets = {
        name: {field: given[f"{name}_{field}"] for field in kind.make_secret() if given[f"{name}_{field}"]}
        for name, kind in STAND_INS.items()
    }
    try:
        fetch = Bucket(given["page_bucket"], os.environ).fetch if given["page_bucket"] else None
        asyncio.run(_stay(SandboxServer(ports=ports, secrets=secrets, fetch=fetch, page_url=given["page_url"])))
    except (ValueError, OSError) as error:  # a bucket without its environment, or a port that is taken
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
