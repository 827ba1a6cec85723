"""Listens to Kodi's player and tells the server."""

import time

import xbmc
import xbmcaddon
import xbmcvfs

from . import playing
from .api import Server, Unreachable
from .waiting import Waiting

# How often it is looked how far something is: Kodi no longer knows when it has stopped.
LOOK_SECONDS = 5
# How often what could not be told is tried again.
RETRY_SECONDS = 60
# From here on a film or episode counts as watched.
WATCHED_PERCENT = 80.0


def log(text):
    xbmc.log("[service.medianest] " + text, xbmc.LOGINFO)


class Player(xbmc.Player):
    """What plays, and how far it is."""

    def __init__(self, addon, waiting):
        super().__init__()
        self.addon = addon
        self.waiting = waiting
        self.forget()

    def forget(self):
        self.what = None
        self.is_music = False
        self.seconds = 0.0
        self.length = 0.0
        self.began = 0

    def server(self):
        return Server(self.addon.getSetting("address"), self.addon.getSetting("key"))

    def look(self):
        """Takes note of how far it is."""
        if self.what is not None and self.isPlaying():
            self.seconds = self.getTime()
            self.length = self.getTotalTime() or self.length

    # What Kodi calls.

    def onAVStarted(self):
        # The next of a queue starts without a stop of the one before.
        self.end()
        if self.isPlayingVideo() and self.addon.getSetting("video") == "true":
            self.what = playing.video(self.getVideoInfoTag())
        elif self.isPlayingAudio() and self.addon.getSetting("music") == "true":
            self.is_music = True
            self.what = playing.music(self.getMusicInfoTag())
        self.began = int(time.time())
        self.look()
        self.tell("start")

    def onPlayBackResumed(self):
        self.look()
        self.tell("start")

    def onPlayBackSeek(self, seek_time, seek_offset):
        self.look()
        self.tell("start")

    def onPlayBackPaused(self):
        self.look()
        if not self.is_music:
            self.tell("pause")

    def onPlayBackStopped(self):
        self.end()

    def onPlayBackEnded(self):
        self.seconds = self.length
        self.end()

    def onPlayBackError(self):
        self.end()

    # What the server is told.

    def percent(self):
        return playing.percent(self.seconds, self.length)

    def tell(self, action):
        server = self.server()
        if self.what is None or not server.is_known():
            return
        try:
            if self.is_music:
                server.listen("playing_now", self.what)
            else:
                status = server.scrobble(action, self.what, self.percent())
                log("%s: %d" % (action, status))
        except Unreachable as error:
            log("%s was not told: %s" % (action, error))

    def end(self):
        """What played is over."""
        what, is_music, began = self.what, self.is_music, self.began
        percent, seconds, length = self.percent(), self.seconds, self.length
        self.forget()
        server = self.server()
        if what is None or not server.is_known():
            return
        try:
            if is_music:
                if playing.is_listened(seconds, length):
                    server.listen("single", what, began)
            else:
                log("stop: %d" % server.scrobble("stop", what, percent))
        except Unreachable as error:
            log("stop was not told, and waits: %s" % error)
            if is_music and playing.is_listened(seconds, length):
                self.waiting.add("music", what, began)
            elif not is_music and percent >= WATCHED_PERCENT:
                self.waiting.add("video", what, int(time.time()))


def run():
    addon = xbmcaddon.Addon()
    waiting = Waiting(xbmcvfs.translatePath(addon.getAddonInfo("profile")))
    player = Player(addon, waiting)
    monitor = xbmc.Monitor()
    tried_at = 0.0
    while not monitor.waitForAbort(LOOK_SECONDS):
        player.look()
        server = player.server()
        if server.is_known() and time.monotonic() - tried_at >= RETRY_SECONDS:
            tried_at = time.monotonic()
            waiting.tell(server)
    player.end()
