"""What Kodi plays, in the words of the API."""

# The share of a track after which it counts, and how long it is at the most until then.
COUNTS_AFTER = 0.5
COUNTS_AFTER_SECONDS = 240
SHORTEST_TRACK_SECONDS = 30


def video(tag):
    """A film or episode, or nothing where too little is known of it."""
    kind = tag.getMediaType()
    ids = {name: tag.getUniqueID(name) for name in ("imdb", "tmdb", "tvdb")}
    ids = {name: value for name, value in ids.items() if value}
    if kind == "movie" and (tag.getTitle() or ids):
        film = {"title": tag.getTitle(), "ids": ids}
        if tag.getYear():
            film["year"] = tag.getYear()
        return {"movie": film}
    season, number = tag.getSeason(), tag.getEpisode()
    if kind == "episode" and tag.getTVShowTitle() and season >= 0 and number >= 0:
        # The ids are the episode's: of its show Kodi tells the title.
        episode = {"season": season, "number": number, "title": tag.getTitle(), "ids": ids}
        return {"show": {"title": tag.getTVShowTitle()}, "episode": episode}
    return None


def music(tag):
    """A track, or nothing where too little is known of it."""
    if not tag.getArtist() or not tag.getTitle():
        return None
    track = {"artist_name": tag.getArtist(), "track_name": tag.getTitle(), "additional_info": {"media_player": "Kodi"}}
    if tag.getAlbum():
        track["release_name"] = tag.getAlbum()
    if tag.getDuration() > 0:
        track["additional_info"]["duration"] = tag.getDuration()
    return track


def is_listened(seconds, length):
    """Whether so much of a track is a listen."""
    if length <= 0:
        return seconds >= COUNTS_AFTER_SECONDS
    return length >= SHORTEST_TRACK_SECONDS and seconds >= min(length * COUNTS_AFTER, COUNTS_AFTER_SECONDS)


def percent(seconds, length):
    """How far something is."""
    return max(0.0, min(100.0, 100.0 * seconds / length)) if length > 0 else 0.0
