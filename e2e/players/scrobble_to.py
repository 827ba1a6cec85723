"""Runs trakt-scrobbler as it is published, against a server of ours.

The address of the API is the one thing it has no setting for, so it is set here before the rest is imported.
"""

import sys

from trakt_scrobbler import trakt_auth

trakt_auth.API_URL = sys.argv[1]

from trakt_scrobbler.main import main  # noqa: E402

main()
