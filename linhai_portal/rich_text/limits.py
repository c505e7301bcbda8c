"""How much a text may hold, so that no paste keeps a worker busy for minutes."""

MAX_CHARACTERS = 5_000_000  # as pasted; Word writes ten characters of markup for one of text
MAX_TOKENS = 200_000  # tags and texts between them
MAX_TEXT = 1_000_000  # characters without the markup
MAX_DEPTH = 200  # open elements; deeper ones count as part of the last
MAX_LIST_DEPTH = 6
MAX_COLUMNS = 100
MAX_CELLS = 20_000


class Refused(ValueError):
    """What cannot be taken over as it is; the message says in Chinese what to do."""
