"""The add-on in a Kodi of cardboard, telling a server of cardboard."""

import json
import os
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree
from http.server import BaseHTTPRequestHandler, HTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
ADDON = os.path.join(HERE, "..", "service.medianest")
sys.path[:0] = [os.path.join(HERE, "fakes"), ADDON]

import xbmc  # noqa: E402
import xbmcaddon  # noqa: E402
from resources.lib import playing, service  # noqa: E402
from resources.lib.waiting import Waiting  # noqa: E402

FILM = xbmc.Tag(kind="movie", title="Alien", year=1979, ids={"imdb": "tt0078748"})
EPISODE = xbmc.Tag(kind="episode", title="Part 2", show="Night Watch", season=1, episode=2, ids={"tvdb": "42"})
TRACK = xbmc.Tag(title="Roads", artist="Portishead", album="Dummy", duration=300)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.heard.append((self.path, body, self.headers["authorization"]))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class AddonTest(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.server.heard, self.server.status = [], 201
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        xbmcaddon.profile = os.path.join(folder.name, "profile")
        address = "http://127.0.0.1:%d/" % self.server.server_port
        xbmcaddon.settings.update(address=address, key=" secret ", video="true", music="true")
        self.waiting = Waiting(xbmcaddon.profile)
        self.player = service.Player(xbmcaddon.Addon(), self.waiting)

    def heard(self):
        return [(path, body) for path, body, _ in self.server.heard]

    def play(self, tag, total, at, is_video=True):
        self.player.put_in(tag, total, is_video)
        self.player.onAVStarted()
        self.player.at = at
        self.player.look()
        # Kodi knows nothing of what has stopped.
        self.player.put_in(None, 0.0)

    def test_a_film_is_told_of_from_its_start_to_its_stop(self):
        self.player.put_in(FILM, 6000.0)
        self.player.onAVStarted()
        self.player.at = 1500.0
        self.player.onPlayBackPaused()
        self.player.onPlayBackResumed()
        self.player.at = 5400.0
        self.player.onPlayBackSeek(5400000, 0)
        self.player.put_in(None, 0.0)
        self.player.onPlayBackStopped()
        told = [(path.rsplit("/", 1)[1], body["progress"]) for path, body in self.heard()]
        self.assertEqual(told, [("start", 0.0), ("pause", 25.0), ("start", 25.0), ("start", 90.0), ("stop", 90.0)])
        path, body, authorization = self.server.heard[0]
        self.assertEqual((path, authorization), ("/trakt/scrobble/start", "Bearer secret"))
        self.assertEqual(body["movie"], {"title": "Alien", "year": 1979, "ids": {"imdb": "tt0078748"}})

    def test_an_episode_is_told_by_its_show_and_place(self):
        self.play(EPISODE, 2400.0, 1200.0)
        self.player.onPlayBackEnded()
        path, body = self.heard()[-1]
        self.assertEqual((path, body["progress"]), ("/trakt/scrobble/stop", 100.0))
        self.assertEqual(body["show"], {"title": "Night Watch"})
        self.assertEqual(body["episode"], {"season": 1, "number": 2, "title": "Part 2", "ids": {"tvdb": "42"}})

    def test_the_next_of_a_queue_ends_the_one_before(self):
        self.play(FILM, 6000.0, 3000.0)
        self.play(EPISODE, 2400.0, 0.0)
        told = [(path.rsplit("/", 1)[1], "movie" in body) for path, body in self.heard()]
        self.assertEqual(told, [("start", True), ("stop", True), ("start", False)])

    def test_a_track_counts_when_enough_of_it_was_heard(self):
        self.play(TRACK, 300.0, 100.0, is_video=False)
        self.player.onPlayBackStopped()
        self.play(TRACK, 300.0, 151.0, is_video=False)
        self.player.onPlayBackStopped()
        kinds = [body["listen_type"] for _, body in self.heard()]
        self.assertEqual(kinds, ["playing_now", "playing_now", "single"])
        path, body = self.heard()[-1]
        track = body["payload"][0]["track_metadata"]
        self.assertEqual((path, track["artist_name"], track["release_name"]), ("/1/submit-listens", "Portishead", "Dummy"))
        self.assertGreater(body["payload"][0]["listened_at"], 1_700_000_000)
        self.assertEqual([playing.is_listened(*case) for case in ((29, 29), (240, 1000), (239, 1000), (240, 0))], [False, True, False, True])

    def test_what_was_watched_while_the_server_was_away_is_told_later(self):
        self.server.status = 503
        for at in (3000.0, 5900.0):
            self.play(FILM, 6000.0, at)
            self.player.onPlayBackStopped()
        self.play(EPISODE, 2400.0, 2300.0)
        self.player.onPlayBackStopped()
        self.assertEqual([row["kind"] for row in self.waiting.read()], ["video", "video"])
        self.waiting.tell(self.player.server())
        self.assertEqual(len(self.waiting.read()), 2)
        self.server.status, self.server.heard[:] = 201, []
        xbmc.Monitor.looks = 1
        service.run()
        (_, film), (path, episode) = self.heard()
        self.assertEqual((path, film["movies"][0]["title"]), ("/trakt/sync/history", "Alien"))
        season = episode["shows"][0]["seasons"][0]
        self.assertEqual((season["number"], season["episodes"][0]["number"]), (1, 2))
        self.assertRegex(season["episodes"][0]["watched_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(self.waiting.read(), [])

    def test_what_the_server_refuses_does_not_wait(self):
        self.server.status = 404
        self.play(FILM, 6000.0, 5900.0)
        self.player.onPlayBackStopped()
        self.assertEqual((len(self.heard()), self.waiting.read()), (2, []))

    def test_nothing_is_told_of_what_is_unknown_or_not_wanted(self):
        self.play(xbmc.Tag(kind="video", title="Holiday"), 60.0, 50.0)
        self.player.onPlayBackStopped()
        xbmcaddon.settings.update(video="false", music="false")
        self.play(FILM, 6000.0, 5900.0)
        self.play(TRACK, 300.0, 200.0, is_video=False)
        self.player.onPlayBackStopped()
        xbmcaddon.settings.update(video="true", key="")
        self.play(FILM, 6000.0, 5900.0)
        self.player.onPlayBackStopped()
        self.assertEqual((self.heard(), self.waiting.read()), ([], []))

    def test_every_text_of_the_settings_is_there_in_every_language(self):
        settings = xml.etree.ElementTree.parse(os.path.join(ADDON, "resources", "settings.xml"))
        used = {node.get(name) for node in settings.iter() for name in ("label", "help") if node.get(name)}
        languages = os.path.join(ADDON, "resources", "language")
        for language in os.listdir(languages):
            with open(os.path.join(languages, language, "strings.po"), encoding="utf-8") as file:
                text = file.read()
            for number in used:
                self.assertIn('msgctxt "#%s"' % number, text, language)


if __name__ == "__main__":
    unittest.main()
