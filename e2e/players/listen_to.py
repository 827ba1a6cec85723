"""Reports listens with liblistenbrainz as it is published, to a server of ours, and prints what it reads back.

Arguments: the server's address, an API token, and when the first listen was.
"""

import json
import sys

import liblistenbrainz
from liblistenbrainz import Listen

address, token, began = sys.argv[1], sys.argv[2], int(sys.argv[3])


def listen(number, listened_at=None):
    return Listen(
        track_name=f"Track {number}",
        artist_name="Portishead",
        release_name="Dummy",
        listened_at=listened_at,
        additional_info={"media_player": "test player", "duration": 240},
    )


client = liblistenbrainz.ListenBrainz(api_base_url=address)
client.set_auth_token(token)
client.submit_single_listen(listen(1, began))
client.submit_multiple_listens([listen(number, began + 300 * number) for number in range(1, 4)])
client.submit_playing_now(listen(5))
listens = client.get_listens("ana")
playing = client.get_playing_now("ana")
print(
    json.dumps(
        {
            "count": client.get_user_listen_count("ana"),
            "listens": [[row.listened_at, row.artist_name, row.release_name, row.track_name] for row in listens],
            "playing": playing.track_name,
        }
    )
)
