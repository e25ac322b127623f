"""``gongkai serve``: Datasette over the published database."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "Serve the published database with Datasette, with Chinese search, descriptions and canned queries."
EXAMPLE = "gongkai serve --port 8001"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (default: 8001)")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; a newly published database is taken up by itself."""
    from publish.serving import serve
    from publish.site import NothingPublishedError

    try:
        serve(args.data, args.host, args.port)
    except (NothingPublishedError, OSError) as error:
        print(f"gongkai serve: {error}", file=sys.stderr)
        return 1
    return 0
