"""The drill wall in the sandbox: a place of its own, that nobody takes for the public's."""

import httpx
import pytest

from local.sandbox import running_sandbox
from local.sandbox.pages import Bucket, Fetched


class Shelf:
    """The drills' bucket in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.broken = False

    async def fetch(self, key: str) -> Fetched | None:
        if self.broken:
            raise ConnectionRefusedError
        return Fetched(self.files[key], "text/html") if key in self.files else None

    async def names(self, folder: str) -> list[str]:
        if self.broken:
            raise ConnectionRefusedError
        return [key.removeprefix(f"{folder}/") for key in self.files]


def test_drills_are_listed_and_shown_between_bands_and_the_public_wall_knows_none() -> None:
    shelf = Shelf()
    with running_sandbox(drills=shelf) as sandbox, httpx.Client(base_url=sandbox.addresses["wall"]) as http:
        assert "There is none yet." in http.get("/drills").text
        shelf.files["drills/DRILL-A-1.html"] = b"<p>EXERCISE</p>"
        listed, shown = http.get("/drills"), http.get("/drills/DRILL-A-1.html")
        assert listed.text.count('<p class="band">EXERCISE EXERCISE EXERCISE</p>') == 2
        assert '<a href="/drills/DRILL-A-1.html">DRILL-A-1</a>' in listed.text
        assert shown.text == "<p>EXERCISE</p>"
        for answer in (listed, shown):
            assert answer.headers["x-robots-tag"] == "noindex"
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert http.get("/drills/DRILL-B-1.html").status_code == 404
        assert "drills" not in http.get("/").text
        assert (sandbox.posts(), sandbox.pages()) == ([], [])


def test_a_wall_whose_bucket_does_not_answer_says_so() -> None:
    shelf = Shelf()
    shelf.broken = True
    with running_sandbox(drills=shelf) as sandbox, httpx.Client(base_url=sandbox.addresses["wall"]) as http:
        assert [http.get(path).status_code for path in ("/drills", "/drills/DRILL-A-1.html")] == [502, 502]


def test_without_a_bucket_there_is_no_drill() -> None:
    with running_sandbox() as sandbox, httpx.Client(base_url=sandbox.addresses["wall"]) as http:
        assert "There is none yet." in http.get("/drills").text
        assert http.get("/drills/DRILL-A-1.html").status_code == 404


def test_a_bucket_is_listed_by_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def answer(_: Bucket, rest: str) -> Fetched:
        asked.append(rest)
        return Fetched(b"<a><Key>drills/DRILL-A-1.html</Key><Key>drills/DRILL-B-1.html</Key></a>", "text/xml")

    monkeypatch.setattr(Bucket, "_get", answer)
    environment = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    listing = Bucket("wall", environment).names("drills")
    with pytest.raises(StopIteration) as done:
        listing.send(None)
    assert done.value.value == ["DRILL-A-1.html", "DRILL-B-1.html"]
    assert asked == ["?list-type=2&prefix=drills%2F"]
