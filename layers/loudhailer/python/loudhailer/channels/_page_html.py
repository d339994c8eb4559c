"""https://design-system.service.gov.uk/styles/: the words of the service's own pages, as plain as GOV.UK's.

No scripts, no outside assets, nothing to wait for: the pages must open on a bad connection in a field.
"""

from collections.abc import Iterable
from html import escape
from string import Template

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0 auto;max-width:38em;padding:1em;font:1.1875rem/1.5 arial,sans-serif;color:#0b0c0c;background:#fff}"
    "h1{font-size:1.75em;line-height:1.2}h2{font-size:1.25em}p{margin:.8em 0;overflow-wrap:anywhere}"
    "a{color:#1a65a6}a:focus{outline:3px solid #fd0;background:#fd0;color:#0b0c0c}"
    ".call{border-left:.4em solid #d4351c;padding-left:.8em;font-weight:bold}"
    ".ended{border:.15em solid;padding:.4em .8em;font-weight:bold}"
    "article+article,footer{border-top:1px solid #b1b4b6}"
    "@media(prefers-color-scheme:dark){body{color:#f3f2f1;background:#121414}a{color:#8cc4f5}}"
    "@media print{body{max-width:none;font-size:12pt;color:#000;background:#fff}nav{display:none}}"
)
_PAGE = Template(
    """<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
$body
</main>
<footer lang="en">
<p class="call">In an emergency call 999. This page is not monitored.</p>$after
</footer>
</body>
</html>
""",
)


def article(revision: int, text: str, link: str, language: str) -> str:
    """Write one post: blank lines part paragraphs, and the service's own link can be followed.

    Its revision and its words make it unlike any other of the alert: a page is searched for it.
    """
    words = escape(text.strip())
    if link.startswith(("https://", "http://")):
        words = words.replace(escape(link), f'<a href="{escape(link)}">{escape(link)}</a>')
    parts = (part.replace("\n", "<br>") for part in words.split("\n\n") if part.strip())
    paragraphs = "".join(f"<p>{part}</p>" for part in parts)
    return f'<article id="r{revision}" lang="{escape(language)}">{paragraphs}</article>'


def alert_page(title: str, language: str, articles: list[str], *, closed: bool) -> bytes:
    """Write an alert's page from its articles, the newest first."""
    body = ['<p class="ended" lang="en">This alert is no longer in force.</p>'] if closed else []
    body.append(articles[0])
    if earlier := articles[1:]:
        body += ['<h2 lang="en">Earlier</h2>', *earlier]
    back = '\n<nav><p><a href="../index.html">All alerts</a></p></nav>'
    return _page(title, language, body, back)


def index_page(current: Iterable[tuple[str, str]], ended: Iterable[tuple[str, str]]) -> bytes:
    """Write the list of alerts; each is its reference and its title."""
    body = _list(current) or ["<p>No alerts are listed on this page.</p>"]
    if past := _list(ended):
        body += ["<h2>Ended</h2>", *past]
    return _page("Alerts", "en", body, "")


def _list(alerts: Iterable[tuple[str, str]]) -> list[str]:
    rows = [f'<li><a href="alerts/{escape(name)}.html">{escape(title)}</a></li>' for name, title in alerts]
    return ["<ul>", *rows, "</ul>"] if rows else []


def _page(title: str, language: str, body: list[str], after: str) -> bytes:
    words = {"title": escape(title), "language": escape(language), "body": "\n".join(body), "after": after}
    return _PAGE.substitute(words, style=_STYLE).encode()
