"""The page reads addresses and codes as the app does, from whatever keyboard they come."""

import json
import subprocess
import sys
import unicodedata

from kopilka.ui.parts.typed_digits import code_in, plain
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
    "10² ３％",
    "a@نامه\u200cای.example",
]
CODES = {
    "\u200e٤٥٦-789": "456789",
    "123456 — your code. It works for 5 minutes": "123456",
    "123456 17.05.2026": "123456",
    "12 34": "1234",
    "1234567": "123456",
    "": "",
}
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
const [{ plain, codeIn }, { addressOf }] = [await import(process.argv[1]), await import(process.argv[2])];
const { typed, codes, addresses } = JSON.parse(process.argv[3]);
const read = { typed: typed.map(plain), codes: codes.map(codeIn), addresses: addresses.map(addressOf) };
console.log(JSON.stringify(read));
"""


def test_page_reads_digits_and_addresses_as_the_app_does() -> None:
    scripts = [(SHELL / f"scripts/{name}.js").as_uri() for name in ("typed_digits", "address")]
    given = json.dumps({"typed": TYPED, "codes": [*CODES], "addresses": ADDRESSES})
    command = [NODE, "--input-type=module", "--eval", _SAY, *scripts, given]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    read = json.loads(ended.stdout)
    assert read["typed"] == [plain(typed) for typed in TYPED]
    assert read["codes"] == [*CODES.values()]
    told = [next(iter(address.values())) if address else None for address in read["addresses"]]
    assert told == [address_of(address) for address in ADDRESSES]


def test_code_is_read_from_a_keyboard_of_any_script_and_from_a_whole_message() -> None:
    values = [unicodedata.digit(digit) for digit in DIGITS]
    assert [int(code_in(digit)) for digit in DIGITS] == values
    assert [code_in(typed) for typed in CODES] == [*CODES.values()]
