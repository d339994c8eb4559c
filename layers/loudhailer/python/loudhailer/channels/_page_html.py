"""https://design-system.service.gov.uk/styles/: the words of the service's own pages, as plain as GOV.UK's.

No scripts, no outside assets, nothing to wait for: the pages must open on a bad connection in a field.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from string import Template

from loudhailer.compose import say_issued
from loudhailer.domain.post import Picture

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0 auto;max-width:38em;padding:1em;font:1.1875rem/1.5 arial,sans-serif;color:#0b0c0c;background:#fff}"
    "h1{font-size:1.75em;line-height:1.2}h2{font-size:1.25em}p{margin:.8em 0;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}"
    "a{color:#1a65a6}a:focus{outline:3px solid #fd0;background:#fd0;color:#0b0c0c}"
    ".call{border-left:.4em solid #d4351c;padding-left:.8em;font-weight:bold}"
    ".ended{border:.15em solid;padding:.4em .8em;font-weight:bold}"
    "article+article,footer{border-top:1px solid #b1b4b6}"
    "@media(prefers-color-scheme:dark){body{color:#f3f2f1;background:#121414}a{color:#8cc4f5}}"
    "@media print{body{max-width:none;font-size:12pt;color:#000;background:#fff}nav{display:none}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'"
_PAGE = Template(
    """<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="$policy">
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


@dataclass(frozen=True, slots=True)
class Words:
    """One post's words on a page; where they are in two languages, `foreign` numbers the lines of the other one."""

    revision: int
    text: str
    link: str
    language: str
    also: str = ""
    foreign: tuple[int, ...] = ()


def article(words: Words, picture: Picture | None = None) -> str:
    """Write one post: blank lines part paragraphs, and the service's own link can be followed. The picture comes last.

    Its revision and its words make it unlike any other of the alert: a page is searched for it (`shows`).
    """
    return f"{_words(words)}{_image(picture) if picture else ''}</article>"


def shows(page: str, post: Words) -> bool:
    """Tell whether a page has one post's words, with a picture or without."""
    words = _words(post)
    return f"{words}</article>" in page or f"{words}<img " in page


def taken_down(sent: datetime) -> str:
    """Say that there was a post, for whoever read it or looks for it."""
    return f"A post of {say_issued(sent)} was taken down."


def _words(post: Words) -> str:
    words, link = escape(post.text.strip()), escape(post.link)
    if post.link.startswith(("https://", "http://")):
        words = words.replace(link, f'<a href="{link}">{link}</a>')
    # Numbered as the post's own lines are: blank ones at its beginning are not shown, and count all the same.
    line = post.text[: len(post.text) - len(post.text.lstrip())].count("\n")
    paragraphs = ""
    for part in words.split("\n\n"):
        lines = part.split("\n")
        paragraphs += _paragraph(
            lines, [number in post.foreign for number in range(line, line + len(lines))], post.also
        )
        line += len(lines) + 1
    return f'<article id="r{post.revision}" lang="{escape(post.language)}">{paragraphs}'


def _paragraph(lines: list[str], foreign: list[bool], also: str) -> str:
    """Write a paragraph; what is in the other language says so, for who listens to it (WCAG 2.2, 3.1.2)."""
    if not any(each.strip() for each in lines):
        return ""
    lang = f' lang="{escape(also)}"'
    if all(other for line, other in zip(lines, foreign, strict=True) if line.strip()):
        return f"<p{lang}>{'<br>'.join(lines)}</p>"
    marked = (f"<span{lang}>{line}</span>" if other else line for line, other in zip(lines, foreign, strict=True))
    return f"<p>{'<br>'.join(marked)}</p>"


def _image(picture: Picture) -> str:
    # Its size is told, so that the words do not move when it comes, and it never keeps them waiting.
    size = f'width="{picture.width}" height="{picture.height}" loading="lazy"'
    return f'<img src="../pictures/{escape(picture.name)}" alt="{escape(picture.alt)}" {size}>'


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
    return _PAGE.substitute(words, style=_STYLE, policy=_POLICY).encode()
