"""The page reads addresses and codes as the app does, from whatever keyboard they come."""

import json
import subprocess
import sys
import unicodedata

from kopilka.ui.parts.typed_digits import digits_in, plain
from kopilka.ui.sign_in.address import address_of
from kopilka_cli.web.places import NODE, SHELL

DIGITS = [chr(place) for place in range(sys.maxunicode) if chr(place).isdecimal()]
TYPED = [
    *DIGITS,
    "٤٥٦ ۷۸۹",
    "\u202a123\u2011456\u202c",
    "ﬁ ½ ② ㎏",
    "code: 123456",
    "𝟘𝟙𝟚",
]
ADDRESSES = [
    "\u202a+7 (900) 000-00-01\u202c",
    "+٧٩٠٠٠٠٠٠٠٠١",
    "0044 20 7946 0018",
    "8 900 000 00 01",
    "7−900−000−00−01",
    "+7・900",
    "\ufeffanna＠example.com\u200b",
    "anna@example",
    "00",
    "",
]
_SAY = """
const [plain, addressOf] = [(await import(process.argv[1])).plain, (await import(process.argv[2])).addressOf];
const { typed, addresses } = JSON.parse(process.argv[3]);
console.log(JSON.stringify({ typed: typed.map(plain), addresses: addresses.map(addressOf) }));
"""


def test_page_reads_digits_and_addresses_as_the_app_does() -> None:
    scripts = [(SHELL / f"scripts/{name}.js").as_uri() for name in ("typed_digits", "address")]
    given = json.dumps({"typed": TYPED, "addresses": ADDRESSES})
    command = [NODE, "--input-type=module", "--eval", _SAY, *scripts, given]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    read = json.loads(ended.stdout)
    assert read["typed"] == [plain(typed) for typed in TYPED]
    told = [next(iter(address.values())) if address else None for address in read["addresses"]]
    assert told == [address_of(address) for address in ADDRESSES]


def test_code_is_read_from_a_keyboard_of_any_script() -> None:
    values = [unicodedata.digit(digit) for digit in DIGITS]
    assert [int(digits_in(digit)) for digit in DIGITS] == values
    assert digits_in("\u200e٤٥٦-789") == "456789"
