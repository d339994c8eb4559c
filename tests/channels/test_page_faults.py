"""The service's own pages when writes are lost, cut off or overtaken: they end the same however the posts came."""

import itertools
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, Doubtful, PostRejected, Transient
from loudhailer.domain.post import Post
from tests.channels.kit import MemoryStore, a_post
from tests.channels.pages import ORDER, a_revision, delivered, index_of, is_out, page_on

FAULTS = [ChannelUnavailable("the store does not answer"), ClaimLost("another writer came first")]


@pytest.mark.parametrize("lost", FAULTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("crash", range(4))
def test_a_publish_that_breaks_off_once_the_words_are_out_is_a_doubt_and_a_look_completes_it(
    crash: int, lost: Transient
) -> None:
    whole, store = MemoryStore(), MemoryStore()
    page_on(whole).publish(a_post())

    def broken(key: str) -> None:
        if key == ORDER[crash]:
            raise lost

    store.before_write = broken
    with pytest.raises(Doubtful if crash else type(lost), match="half written" if crash else str(lost)):
        page_on(store).publish(a_post())
    assert list(store.files) == ORDER[:crash]
    if crash:
        with pytest.raises(Doubtful):
            page_on(store).find(a_post())
    else:
        assert page_on(store).find(a_post()) is None
        assert store.files == {}
    store.before_write = lambda _key: None
    found = page_on(store).find(a_post())
    if crash:
        assert found is not None
        assert found.repeated
    else:
        assert found is None
        assert not page_on(store).publish(a_post()).repeated
    assert store.files == whole.files


@pytest.mark.parametrize("crash", range(1, 4))
def test_a_publish_that_breaks_off_is_completed_by_a_repeat(crash: int) -> None:
    whole, store = MemoryStore(), MemoryStore()
    page_on(whole).publish(a_post())
    store.files = {key: whole.files[key] for key in ORDER[:crash]}
    assert not page_on(store).publish(a_post()).repeated
    assert store.files == whole.files


@pytest.mark.parametrize("lost", FAULTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("gap", ORDER)
def test_a_write_whose_answer_is_lost_never_counts_as_nothing_left(gap: str, lost: Transient) -> None:
    """S3's client tries a write twice: when only the first answer is lost, the second try is refused by the first."""
    whole, store = MemoryStore(), MemoryStore()
    page_on(whole).publish(a_post())
    faults = [lost]

    def unheard(key: str) -> None:
        if key == gap and faults:
            raise faults.pop()

    store.after_write = unheard
    with suppress(Doubtful):
        page_on(store).publish(a_post())
    assert faults == []
    assert page_on(store).find(a_post()) is not None
    assert store.files == whole.files


def test_a_store_that_falls_silent_with_the_first_write_leaves_a_doubt() -> None:
    store = MemoryStore()

    def silent(_key: str) -> None:
        raise ChannelUnavailable("the store does not answer")

    def falls_silent(_key: str) -> None:
        store.before_read = silent
        raise ChannelUnavailable("the store does not answer")

    store.after_write = falls_silent
    with pytest.raises(Doubtful):
        page_on(store).publish(a_post())


@pytest.mark.parametrize("act", ["publish", "find"])
def test_a_file_that_is_always_lost_to_others_is_tried_three_times_and_left_in_doubt(act: str) -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1))
    del store.files["index.json"], store.files["index.html"]
    tries: list[str] = []

    def rival(key: str) -> None:
        if key == "index.json":
            tries.append(key)
            store.before_write = lambda _key: None
            page_on(store).publish(a_revision(len(tries), "WSF-0199"))
            store.before_write = rival

    store.before_write = rival
    with pytest.raises(Doubtful):
        getattr(page_on(store), act)(a_revision(1))
    assert len(tries) == 3


def test_losing_the_index_to_another_incident_costs_nothing() -> None:
    store, quiet = MemoryStore(), MemoryStore()
    rivals = [a_revision(1, "WSF-0199"), a_revision(2, "WSF-0199")]
    for post in (*reversed(rivals), a_revision(1)):
        page_on(quiet).publish(post)

    def race(key: str) -> None:
        if key == "index.json" and rivals:
            page_on(store).publish(rivals.pop())

    store.before_write = race
    page_on(store).publish(a_revision(1))
    assert store.files == quiet.files


@pytest.mark.parametrize("gap", ORDER)
@pytest.mark.parametrize("other", [a_revision(2), a_revision(0), a_revision(1, "WSF-0199")])
def test_a_lost_race_is_for_the_queue_and_its_repeat_puts_all_right(gap: str, other: Post) -> None:
    store, quiet = MemoryStore(), MemoryStore()
    for post in (a_revision(1), other):
        page_on(quiet).publish(post)
    rivals = [other]

    def race(key: str) -> None:
        if key == gap and rivals:
            page_on(store).publish(rivals.pop())

    store.before_write = race
    delivered(store, a_revision(1))
    assert store.files == quiet.files


@pytest.mark.parametrize("gap", ORDER)
def test_a_repeat_never_puts_older_words_over_newer_ones(gap: str) -> None:
    """A correction goes out whole while a redelivered first post is still reading."""
    store, quiet = MemoryStore(), MemoryStore()
    for post in (a_revision(1), a_revision(2)):
        page_on(quiet).publish(post)
    page_on(store).publish(a_revision(1))
    corrections = [a_revision(2)]

    def race(key: str) -> None:
        if key == gap and corrections:
            page_on(store).publish(corrections.pop())

    store.before_read = race
    delivered(store, a_revision(1))
    assert store.files == quiet.files


class Worker:
    """A thread that stops before every call of the store until it is told to go on."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.go, self.stopped, self.done = threading.Semaphore(0), threading.Semaphore(0), False
        self.failure: BaseException | None = None
        self._act, self._thread = act, threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        self.go.acquire()
        try:
            self._act()
        except BaseException as failure:  # noqa: BLE001  # raised again where the test runs
            self.failure = failure
        finally:
            self.done = True
            self.stopped.release()

    def step(self) -> None:
        self.go.release()
        self.stopped.acquire()
        if self.done:
            self._thread.join()


def interleaved(store: MemoryStore, acts: list[Callable[[], None]], order: list[int]) -> None:
    """Run the acts side by side; `order` says whose call of the store comes next."""
    running: list[Worker] = []
    workers = [Worker(act) for act in acts]

    def wait(_key: str) -> None:
        (worker,) = running
        worker.stopped.release()
        worker.go.acquire()

    store.before_read = store.before_write = wait
    for number in itertools.chain(order, itertools.repeat(0)):  # after the order, each runs to its end
        left = [each for each in workers if not each.done]
        if not left:
            break
        running[:] = [left[number % len(left)]]
        running[0].step()
    store.before_read = store.before_write = lambda _key: None
    for worker in workers:
        if worker.failure is not None:
            raise worker.failure


def in_turn(store: MemoryStore, posts: list[Post]) -> Callable[[], None]:
    def act() -> None:
        for post in posts:
            delivered(store, post)

    return act


def orders(workers: int) -> st.SearchStrategy[list[int]]:
    # Drawn before a thread starts, because drawing may end an example, and would leave its threads waiting.
    return st.lists(st.integers(0, workers - 1), min_size=30, max_size=80)


@given(st.data())
def test_revisions_in_any_order_with_repeats_and_lost_races_end_byte_for_byte_the_same(data: st.DataObject) -> None:
    posts = [a_revision(revision, reference) for reference in ("A", "B") for revision in (1, 2)]
    quiet = MemoryStore()
    for post in posts:
        page_on(quiet).publish(post)
    store = MemoryStore()
    turns = data.draw(st.permutations(posts + data.draw(st.lists(st.sampled_from(posts), max_size=4))))
    order = data.draw(orders(3))
    interleaved(store, [repeated(store, turns[number::3]) for number in range(3)], order)
    assert store.files == quiet.files
    assert all(page_on(store).find(post) is not None for post in posts)


def repeated(store: MemoryStore, posts: list[Post]) -> Callable[[], None]:
    def act() -> None:
        while posts:
            with suppress(ClaimLost, Doubtful):
                page_on(store).publish(posts[0])
                posts.pop(0)

    return act


@given(
    order=orders(2),
    failing=st.integers(1, 24),
    lands=st.booleans(),
    fault=st.sampled_from(FAULTS),
)
def test_two_alerts_side_by_side_with_any_one_write_failing_end_as_if_undisturbed(
    *, order: list[int], failing: int, lands: bool, fault: Transient
) -> None:
    alerts = [
        [a_revision(revision, reference, closed=revision == 2) for revision in (1, 2)] for reference in ("A", "B")
    ]
    quiet, store = MemoryStore(), MemoryStore()
    for posts in alerts:
        in_turn(quiet, posts)()
    writes = itertools.count(1)

    def fail(_key: str) -> None:
        if next(writes) == failing:
            raise fault

    if lands:
        store.after_write = fail  # the file is there, and the answer is lost
    else:
        store.at_write = fail
    interleaved(store, [in_turn(store, posts) for posts in alerts], order)
    assert store.files == quiet.files
    assert {each["reference"]: len(each["posts"]) for each in index_of(store)} == {"A": 2, "B": 2}
    assert all(is_out(store, post) for posts in alerts for post in posts)


def test_a_look_finds_what_is_out_and_nothing_else() -> None:
    store = MemoryStore()
    channel = page_on(store)
    assert channel.find(a_revision(1)) is None
    channel.publish(a_revision(1))
    found = channel.find(a_revision(1))
    assert found is not None
    assert found.repeated
    assert channel.find(a_revision(2)) is None
    assert channel.find(a_revision(1, "WSF-0199")) is None


@pytest.mark.parametrize("lost", ORDER)
def test_a_post_that_any_reader_can_find_is_never_said_to_be_nowhere_and_a_look_puts_back_what_is_missing(
    lost: str,
) -> None:
    store = MemoryStore()
    channel = page_on(store)
    channel.publish(a_post())
    whole = dict(store.files)
    del store.files[lost]
    assert channel.find(a_post()) is not None
    assert store.files == whole


def test_a_page_newer_than_its_state_holds_the_post() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1))
    older = store.files["alerts/WSF-0142.json"]
    page_on(store).publish(a_revision(2))
    whole = dict(store.files)
    store.files["alerts/WSF-0142.json"] = older
    assert page_on(store).find(a_revision(2)) is not None
    assert store.files == whole


def test_the_same_words_in_an_earlier_revision_are_not_the_post() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1, text="Same words"))
    before = dict(store.files)
    assert page_on(store).find(a_revision(2, text="Same words")) is None
    assert store.files == before


def test_a_look_writes_nothing_where_the_post_is_nowhere() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1))
    del store.files["index.json"], store.files["index.html"]
    before = dict(store.files)
    assert page_on(store).find(a_revision(2)) is None
    assert page_on(store).find(a_revision(1, "WSF-0199")) is None
    assert store.files == before


@pytest.mark.parametrize("silent", ORDER)
def test_a_look_at_a_store_that_does_not_answer_is_a_doubt(silent: str) -> None:
    store = MemoryStore()
    page_on(store).publish(a_post())

    def broken(key: str) -> None:
        if key == silent:
            raise ChannelUnavailable("the store does not answer")

    store.before_read = broken
    with pytest.raises(Doubtful):
        page_on(store).find(a_post())


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"v":2,"entries":[]}', b'{"v":1,"entries":[],"new":1}', b"[{}]", b"[[]]"]
)
@pytest.mark.parametrize("key", ["alerts/WSF-0142.json", "index.json"])
def test_a_file_of_another_release_is_left_alone(key: str, body: bytes) -> None:
    store = MemoryStore({key: body})
    for act in (page_on(store).publish, page_on(store).find):
        with pytest.raises(Transient):
            act(a_post())
    assert store.files == {key: body}


@pytest.mark.parametrize("reference", ["", "../index", "a/b", "a b", ".x", "a?b", "é"])
def test_a_reference_that_cannot_be_an_address_is_refused(reference: str) -> None:
    store = MemoryStore()
    with pytest.raises(PostRejected):
        page_on(store).publish(a_post(reference=reference))
    assert store.files == {}
