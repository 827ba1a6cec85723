"""What could not be told because the server was away, kept on disk until it can."""

import json
import os
from datetime import datetime, timezone

from .api import Unreachable

MOST = 500


class Waiting:
    """Films and episodes that were watched, and tracks, with when."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "waiting.json")

    def read(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return []

    def write(self, rows):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(rows[-MOST:], file)
        os.replace(self.path + ".new", self.path)

    def add(self, kind, what, at):
        self.write(self.read() + [{"kind": kind, "what": what, "at": at}])

    def tell(self, server):
        """Tells what waits, the oldest first, until the server is away again."""
        rows = self.read()
        left = list(rows)
        for row in rows:
            try:
                if row["kind"] == "video":
                    server.watched(row["what"], datetime.fromtimestamp(row["at"], timezone.utc))
                else:
                    server.listen("single", row["what"], row["at"])
            except Unreachable:
                break
            left.pop(0)
        if left != rows:
            self.write(left)
