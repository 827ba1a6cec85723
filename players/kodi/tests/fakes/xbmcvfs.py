"""As much of Kodi's module `xbmcvfs` as the add-on uses."""


def translatePath(path):
    return path
