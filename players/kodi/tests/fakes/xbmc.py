"""As much of Kodi's module `xbmc` as the add-on uses, played by hand."""

LOGINFO = 1
lines = []


def log(text, level=LOGINFO):
    lines.append(text)


class Tag:
    """What Kodi knows of a film, an episode or a track."""

    def __init__(self, **known):
        self.known = known

    def getMediaType(self):
        return self.known.get("kind", "")

    def getTitle(self):
        return self.known.get("title", "")

    def getYear(self):
        return self.known.get("year", 0)

    def getTVShowTitle(self):
        return self.known.get("show", "")

    def getSeason(self):
        return self.known.get("season", -1)

    def getEpisode(self):
        return self.known.get("episode", -1)

    def getUniqueID(self, name):
        return self.known.get("ids", {}).get(name, "")

    def getArtist(self):
        return self.known.get("artist", "")

    def getAlbum(self):
        return self.known.get("album", "")

    def getDuration(self):
        return self.known.get("duration", 0)


class Player:
    """A player that plays what it is told, and is as far as it is told."""

    def __init__(self):
        self.tag = None
        self.is_video = True
        self.at = 0.0
        self.total = 0.0

    def put_in(self, tag, total, is_video=True):
        self.tag, self.total, self.is_video, self.at = tag, total, is_video, 0.0

    def isPlaying(self):
        return self.tag is not None

    def isPlayingVideo(self):
        return self.isPlaying() and self.is_video

    def isPlayingAudio(self):
        return self.isPlaying() and not self.is_video

    def getVideoInfoTag(self):
        return self.tag

    def getMusicInfoTag(self):
        return self.tag

    def getTime(self):
        return self.at

    def getTotalTime(self):
        return self.total


class Monitor:
    """A Kodi that runs for as many looks as it is told."""

    looks = 0

    def waitForAbort(self, seconds):
        Monitor.looks -= 1
        return Monitor.looks < 0
