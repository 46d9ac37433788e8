"""What each browser keeps for the wallet and hears for it: all or nothing, over tabs that share it and die in the middle."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.engines import Engine
from tests.engines.browser_python import WORDS, Tab, Tabs, tabs_of

pytestmark = [pytest.mark.browser, pytest.mark.engines]

OPEN = """
import asyncio, js
from contextlib import suppress
from kopilka.browser.crypto_key import CryptoDeviceKey
from kopilka.browser.indexed_db import IndexedDbStore, open_database
from kopilka.domain import NotKept
from kopilka.local.kept import WalletRecord
from kopilka.local.store import Add, Empty, Put, Remove, Table
from kopilka.repository.card import CardCodes
from kopilka.repository.live_view import Known
from loyalty_api.card_code import CodeType
database = await open_database()
store = IndexedDbStore(database)
"""
ALL = "{str(table): list((await store.read(table)).values()) for table in Table}"

WRITE_ON_AND_ON = """
import js
number, last = 0, None
while True:
    number += 1
    gone = [Remove(Table.OUTBOX, last)] if last else []
    last = await store.write(Put(Table.KEPT, "wallet", number), Add(number), *gone)
    js.document.title = str(number)
"""
BREAK_REQUEST = """(broken) => {
  let count = 0;
  globalThis.mend = [];
  for (const name of ["put", "add", "delete", "clear"]) {
    const right = IDBObjectStore.prototype[name];
    globalThis.mend.push(() => { IDBObjectStore.prototype[name] = right; });
    IDBObjectStore.prototype[name] = function (...given) {
      if (count++ !== broken.at) return right.apply(this, given);
      if (broken.how === "throws") throw new DOMException("full", "QuotaExceededError");
      const asked = right.apply(this, given);
      this.transaction.abort();
      return asked;
    };
  }
}"""
SOMEBODY_WAITS = "navigator.locks.query().then(({ pending }) => pending.length)"


def opened(tabs: Tabs) -> Tab:
    tab = tabs.another()
    tab.view.evaluate("code => python.runPythonAsync(code).then(() => null)", OPEN)
    return tab


@pytest.fixture(scope="module")
def tabs(engine: Engine) -> Iterator[Tabs]:
    with engine.visit() as view, tabs_of(view) as tabs:
        yield tabs


@pytest.fixture(scope="module")
def only_tab(tabs: Tabs) -> Tab:
    return opened(tabs)


@pytest.fixture
def tab(only_tab: Tab) -> Tab:
    """A tab of a browser that keeps nothing yet."""
    only_tab.run("for table in Table: await store.write(Empty(table))")
    return only_tab


def test_records_come_back_and_numbers_only_grow(tab: Tab) -> None:
    assert tab.run("""
await store.write(Put(Table.KEPT, "wallet", {"kid": "A", "etag": None, "text": "Баллы"}))
numbers = [await store.write(Add(text)) for text in "ba"]
await store.write(Empty(Table.OUTBOX))
later = await store.write(Add("c"))
other = await store.write(Add("d"), only_if=lambda kept: kept["kid"] == "B")
same = await store.write(Remove(Table.OUTBOX, later), only_if=lambda kept: kept["kid"] == "A")
kept = await store.get(Table.KEPT, "wallet"), await store.get(Table.PAGES, "none")
return [numbers < [later, later], later > numbers[1], other, same, kept, await store.read(Table.OUTBOX)]
""") == [True, True, None, 0, [{"kid": "A", "etag": None, "text": "Баллы"}, None], {}]


@pytest.mark.parametrize("how", ["throws", "aborts"])
@pytest.mark.parametrize("at", range(4))
def test_write_of_which_a_part_fails_writes_nothing(tab: Tab, how: str, at: int) -> None:
    before = tab.run(f"""
await store.write(Put(Table.KEPT, "wallet", "old"), Add("told"), Add("waits"))
return {ALL}
""")
    tab.view.evaluate(BREAK_REQUEST, {"how": how, "at": at})
    after = tab.run(f"""
first = min(await store.read(Table.OUTBOX))
said = "nothing"
try:
    await store.write(
        Put(Table.KEPT, "wallet", "new"), Remove(Table.OUTBOX, first), Add("more"), Empty(Table.PAGES)
    )
except NotKept:
    said = "not kept"
finally:
    for right in js.mend: right()
return [said, {ALL}]
""")
    assert after == ["not kept", before]


def settled(tab: Tab) -> dict[str, list[Any]]:
    """All tables, which are read one by one: the last write of a tab that died may still end between two."""
    before, found = None, tab.run(f"return {ALL}")
    while found != before:
        before, found = found, tab.run(f"return {ALL}")
    return found


def test_tab_that_dies_while_it_writes_leaves_each_write_whole_and_gives_its_turn_back(
    tab: Tab, tabs: Tabs
) -> None:
    writer = opened(tabs)
    writer.run("global turn; turn = store.turn(); await turn.__aenter__()")
    writer.begin(WRITE_ON_AND_ON)
    tab.begin("async with store.turn(): js.document.title = 'my turn'")
    tab.until(SOMEBODY_WAITS)
    writer.until("Number(document.title) > 5")
    confirmed = int(writer.title)
    assert tab.title != "my turn"
    writer.view.die()
    tab.until("document.title === 'my turn'")
    found = settled(tab)
    (kept,) = found["kept"]
    assert kept >= confirmed
    assert found["outbox"][-1] == kept


def test_connection_that_the_browser_has_closed_is_opened_again(tab: Tab) -> None:
    assert (
        tab.run("""
await store.write(Put(Table.KEPT, "wallet", 1))
database._opened.close()
return await store.get(Table.KEPT, "wallet")
""")
        == 1
    )


def test_key_makes_the_published_codes_and_nothing_of_it_is_left_after_a_sign_out(tab: Tab) -> None:
    assert tab.run("""
key = CryptoDeviceKey(database)
await key.keep("04HMASW9NF6Y", bytes(range(32)))
codes, known = CardCodes(key, lambda: 1795305600.0), Known(record=WalletRecord(kid="04HMASW9NF6Y"))
code, digits = await codes.code(known, CodeType.PAY), await codes.manual(known)
await key.forget()
counted = []
await database.run(["keys"], "readonly", lambda within: counted.append(within.objectStore("keys").count()))
return [code.text, digits.text, counted[0].result, await codes.code(known, CodeType.PAY)]
""") == ["LW1P04HMASW9NF6Y1S28Y0PMJNK3QDT5S8CQ2M", "78288540", 0, None]


def test_answer_is_heard_word_by_word_and_not_at_its_end(tab: Tab) -> None:
    assert tab.run("""
import httpx
from kopilka.browser.fetch import FetchTransport
async with asyncio.timeout(10), httpx.AsyncClient(transport=FetchTransport()) as http:
    async with http.stream("GET", f"{js.location.origin}/words") as answer:
        words = answer.aiter_bytes()
        first = await anext(words)
        await http.post(f"{js.location.origin}/more")
        return [first.decode(), (await anext(words)).decode()]
""") == [word.decode() for word in WORDS]
