"""Scrobbles with pylast as it is published, to a server of ours, and prints the session key it was given.

pylast speaks HTTPS only, so a proxy in this process lends the server a certificate that this process trusts.
Arguments: the server's host and port, a user name, an app password, and when the first track was played.
"""

import os
import socket
import ssl
import sys
import tempfile
import threading

import trustme

host, port, username, password, began = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])

authority = trustme.CA()
folder = tempfile.mkdtemp()
trusted = os.path.join(folder, "authority.pem")
authority.cert_pem.write_to_path(trusted)
# Before pylast is imported, which reads it then.
os.environ["SSL_CERT_FILE"] = trusted


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        target.close()


def lend_certificate():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            client, _ = listener.accept()
            secure = context.wrap_socket(client, server_side=True)
            server = socket.create_connection((host, port))
            for pair in ((secure, server), (server, secure)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


lent = lend_certificate()

import pylast  # noqa: E402


class MediaNest(pylast.LibreFMNetwork):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.ws_server = (f"localhost:{lent}", "/2.0/")
        # The key is asked for when it is first needed, from the server set above.
        self.session_key = pylast.SessionKeyGenerator(self).get_session_key(username, pylast.md5(password))


network = MediaNest(api_key="any", api_secret="any")
network.update_now_playing(artist="Portishead", title="Roads", album="Dummy", duration=305)
network.scrobble(artist="Portishead", title="Mysterons", timestamp=began, album="Dummy", duration=302)
network.scrobble_many(
    [
        {"artist": "Portishead", "title": "Sour Times & <more>", "timestamp": began + 310, "album": "Dummy"},
        {"artist": "Portishead", "title": "Mysterons", "timestamp": began, "album": "Dummy", "duration": 302},
    ]
)
print(network.session_key)
