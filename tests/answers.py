"""Everything an answer of the portal tells, to look for what it must not."""

import html
import io
import json
import zipfile
from urllib.parse import unquote


def content_of(answer):
    """Everything an answer tells, its headers too, as plain text."""
    return body_of(answer) + unquote(str(answer.headers))


def body_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(map(package.read, package.namelist()))
    text = content.decode(errors="replace")
    if "json" in answer.headers.get("Content-Type", ""):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return unquote(unquote(html.unescape(text)))  # an address within an address is quoted twice
