"""What the server is told, over HTTP."""

import json
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 10


class Unreachable(Exception):
    """The server did not answer, or not now: worth another try."""


class Server:
    """The API, as the settings name it."""

    def __init__(self, address, key):
        self.address = address.strip().rstrip("/")
        self.key = key.strip()

    def is_known(self):
        """Whether there is anything to talk to."""
        return bool(self.address and self.key)

    def scrobble(self, action, what, percent):
        """Tells that a film or episode starts, pauses or stops."""
        return self._post("/trakt/scrobble/" + action, dict(what, progress=round(percent, 2)))

    def watched(self, what, at):
        """Tells of a film or episode that was watched while the server was away."""
        moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        if "movie" in what:
            return self._post("/trakt/sync/history", {"movies": [dict(what["movie"], watched_at=moment)]})
        place = what["episode"]
        episode = {"number": place["number"], "watched_at": moment}
        seasons = [{"number": place["season"], "episodes": [episode]}]
        return self._post("/trakt/sync/history", {"shows": [dict(what["show"], seasons=seasons)]})

    def listen(self, kind, track, began=None):
        """Tells what plays now (`playing_now`), or what was listened to (`single`)."""
        row = {"track_metadata": track}
        if began is not None:
            row["listened_at"] = began
        return self._post("/1/submit-listens", {"listen_type": kind, "payload": [row]})

    def _post(self, path, body):
        request = urllib.request.Request(
            self.address + path,
            data=json.dumps(body).encode("utf-8"),
            headers={
                "Authorization": "Bearer " + self.key,
                "Content-Type": "application/json",
                "User-Agent": "Kodi/MediaNest",
                "trakt-api-version": "2",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            # Too many or broken is worth another try, wrong is not.
            if refused.code == 429 or refused.code >= 500:
                raise Unreachable(str(refused))
            return refused.code
        except OSError as error:
            raise Unreachable(str(error))
