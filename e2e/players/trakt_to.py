"""Reads and writes a diary with trakt.py as it is published, on a server of ours, and prints what it was answered.

Arguments: the server's address, what to do, and what that needs. `code URI CODE` trades a code for a session; `sync TOKEN IMDB`
writes and reads with one.
"""

import json
import sys
from datetime import datetime, timezone

from trakt import Trakt

address, task = sys.argv[1], sys.argv[2]
Trakt.base_url = address
Trakt.configuration.defaults.client(id="tracker", secret="built in")
Trakt.configuration.defaults.http(retry=False, timeout=30)


def trade(redirect_uri, code):
    session = Trakt["oauth"].token_exchange(code, redirect_uri)
    renewed = Trakt["oauth"].token_refresh(session["refresh_token"], redirect_uri)
    with Trakt.configuration.oauth(token=renewed["access_token"]):
        return Trakt["users/settings"].get()["user"]["username"]


def sync(token, imdb):
    watched_at = datetime(2026, 1, 2, 20, 0, tzinfo=timezone.utc)
    film = {"ids": {"imdb": imdb}}
    moment = watched_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with Trakt.configuration.oauth(token=token):
        Trakt["sync/history"].add({"movies": [{**film, "watched_at": moment}]}, exceptions=True)
        Trakt["sync/ratings"].add({"movies": [{**film, "rating": 8, "rated_at": moment}]}, exceptions=True)
        Trakt["sync/watchlist"].add({"movies": [film]}, exceptions=True)
        Trakt["sync/collection"].add({"movies": [{**film, "collected_at": moment, "media_type": "bluray"}]}, exceptions=True)
        started = Trakt["scrobble"].start(movie=film, progress=20.0)
        paused = Trakt["scrobble"].pause(movie=film, progress=30.0)
        # The library puts what it reads into one store, as Kodi's add-on does.
        store = {}
        for kind in ("watched", "ratings", "collection"):
            Trakt[f"sync/{kind}"].movies(store=store, exceptions=True)
        (one,) = store.values()
        history = Trakt["sync/history"].get(media="movies", pagination=True, per_page=1, exceptions=True)
        listed = Trakt["sync/watchlist"].movies(flat=True, pagination=True, per_page=10, exceptions=True)
        playback = Trakt["sync/playback"].movies(exceptions=True)
        found = Trakt["search"].lookup(imdb, "imdb", exceptions=True)
        gone = Trakt["sync/ratings"].remove({"movies": [film]}, exceptions=True)
        return {
            "actions": [started["action"], paused["action"]],
            "title": one.title,
            "watched": [one.plays, one.last_watched_at.isoformat()],
            "rated": [one.rating.value, one.rating.timestamp.isoformat()],
            "collected_at": one.collected_at.isoformat(),
            "history": [[row.action, row.title] for row in history],
            "listed": [row.title for row in listed],
            "progress": [row.progress for row in playback.values()],
            "found": [row.title for row in (found if isinstance(found, list) else [found])],
            "gone": gone["deleted"]["movies"],
        }


print(json.dumps({"code": trade, "sync": sync}[task](*sys.argv[3:])))
