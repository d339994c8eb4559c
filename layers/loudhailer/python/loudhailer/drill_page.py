"""The drill wall's page: every channel's words side by side, and nothing that could be taken for the real thing.

No scripts, no outside assets. Its stripes, its colours and its first and last words say what it is.
"""

from html import escape
from string import Template

from loudhailer.compose import say_issued
from loudhailer.domain.drill import Board, DrillPost

_STYLE = (
    "*{box-sizing:border-box}"
    "body{margin:0;font:1.0625rem/1.45 arial,sans-serif;color:#0b0c0c;"
    "background:repeating-linear-gradient(135deg,#fd0 0 28px,#0b0c0c 28px 56px)}"
    ".band{margin:0;padding:.5em 1em;text-align:center;font-size:clamp(1.25rem,4vw,2.5rem);font-weight:bold;"
    "letter-spacing:.08em;color:#fd0;background:#0b0c0c}"
    "main{margin:2.2em;padding:1.2em;background:#fff;border:6px dashed #d4351c}"
    "h1{margin:0 0 .3em;font-size:1.5em;line-height:1.25;overflow-wrap:anywhere}"
    ".facts{margin:0 0 1.2em;color:#505a5f}"
    ".boards{display:grid;gap:1em;grid-template-columns:repeat(auto-fit,minmax(17em,1fr))}"
    "section{display:flex;flex-direction:column;border:2px solid #0b0c0c}"
    "h2{margin:0;padding:.4em .7em;font-size:1.1em;background:#0b0c0c;color:#fd0}"
    ".words{flex:1;margin:0;padding:.7em;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".gate{margin:0;padding:.5em .7em;border-top:2px dashed #0b0c0c;background:#fff7bf;font-size:.9em}"
    "@media(max-width:40em){main{margin:1em .6em}}"
)
_PAGE = Template(
    """<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<title>$band: $reference</title>
<style>$style</style>
</head>
<body>
<p class="band">$band</p>
<main>
<h1>$headline</h1>
<p class="facts">$facts</p>
<div class="boards">
$boards
</div>
</main>
<p class="band">$band</p>
</body>
</html>
"""
)


def drill_page(post: DrillPost) -> bytes:
    """Write a drill's page."""
    facts = (
        f"{post.identifier} · {post.msg_type} · {post.message_class} · by {post.said_by} · {say_issued(post.sent)}. "
        "Nothing of this is public."
    )
    return _PAGE.substitute(
        language="en-GB",
        band=escape(" ".join([post.status.upper()] * 3)),
        reference=escape(post.reference),
        headline=escape(post.headline),
        facts=escape(facts),
        boards="\n".join(map(_board, post.boards)),
        style=_STYLE,
    ).encode()


def _board(board: Board) -> str:
    words = board.text or "The words that must stay do not fit this channel."
    return (
        f"<section><h2>{escape(board.channel)}</h2>"
        f'<p class="words">{escape(words)}</p>'
        f'<p class="gate"><b>The gate would {escape(board.action)}</b>: {escape(board.reason)}</p></section>'
    )
