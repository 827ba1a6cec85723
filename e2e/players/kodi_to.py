"""Runs Kodi's add-on in a Kodi of cardboard, against a server of ours: a film is watched, and a track is heard.

Arguments: the server's address, an API key, and the IMDb id of a film of a hundred minutes.
"""

import os
import sys
import tempfile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "players", "kodi")
sys.path[:0] = [os.path.join(HERE, "tests", "fakes"), os.path.join(HERE, "service.medianest")]
sys.dont_write_bytecode = True

import xbmc  # noqa: E402
import xbmcaddon  # noqa: E402
from resources.lib import service  # noqa: E402
from resources.lib.waiting import Waiting  # noqa: E402

xbmcaddon.settings.update(address=sys.argv[1], key=sys.argv[2])
xbmcaddon.profile = tempfile.mkdtemp()
film = xbmc.Tag(kind="movie", title="?", ids={"imdb": sys.argv[3]})
track = xbmc.Tag(title="Roads", artist="Portishead", album="Dummy", duration=300)
waiting = Waiting(xbmcaddon.profile)
player = service.Player(xbmcaddon.Addon(), waiting)
for tag, total, is_video in ((film, 6000.0, True), (track, 300.0, False)):
    player.put_in(tag, total, is_video)
    player.onAVStarted()
    player.at = total * 0.9
    player.look()
    player.put_in(None, 0.0)
    player.onPlayBackStopped()
# What was watched while the server was away.
waiting.add("video", {"movie": {"ids": {"imdb": sys.argv[3]}}}, 1_600_000_000)
waiting.tell(player.server())
print("\n".join(line.rsplit("] ", 1)[1] for line in xbmc.lines))
