"""What a spreadsheet program makes of a text in a cell, and how much of it a cell holds."""

MAX_CELL = 32_767  # characters that a cell of a workbook holds
_SIGNS = ("=", "+", "-", "@")
_BLANKS = ("\t", "\r")  # some programs look behind them (OWASP: CSV injection)


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with an apostrophe in front; a reader takes it off again."""
    return f"'{text}" if text.lstrip("'").startswith(_SIGNS) or text.startswith(_BLANKS) else text


def unguarded(text: str) -> str:
    """A text from a file of ours without the apostrophe that `guarded` put in front."""
    is_guarded = text.startswith("'") and text.lstrip("'").startswith(_SIGNS + _BLANKS)
    return text[1:] if is_guarded else text
