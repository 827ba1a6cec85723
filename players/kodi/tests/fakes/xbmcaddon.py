"""As much of Kodi's module `xbmcaddon` as the add-on uses."""

settings = {"address": "", "key": "", "video": "true", "music": "true"}
profile = ""


class Addon:
    def getSetting(self, name):
        return settings[name]

    def getAddonInfo(self, name):
        return {"profile": profile}[name]
