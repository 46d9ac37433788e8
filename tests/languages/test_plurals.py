"""The rules of plural forms, compared with those of CLDR as ICU has them."""

import json
import subprocess

import pytest

from kopilka.ui.look.formats import Formats, Language, Plural
from kopilka.ui.look.plurals import _RULES, SEEN_IN, forms_of, rule_of
from kopilka_cli.web.places import NODE

ASK = """
const [languages, counts] = process.argv.slice(1).map(JSON.parse);
const chosen = (tag) => counts.map((count) => new Intl.PluralRules(tag).select(count));
const known = (tag) => Intl.PluralRules.supportedLocalesOf(tag).length > 0;
console.log(JSON.stringify(Object.fromEntries(languages.filter(known).map((tag) => [tag, chosen(tag)]))));
"""


def test_every_rule_is_that_of_cldr() -> None:
    asked = [json.dumps(sorted(_RULES)), json.dumps(SEEN_IN)]
    command = [str(NODE), "--input-type=module", "--eval", ASK, *asked]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    told: dict[str, list[str]] = json.loads(ended.stdout)
    assert len(told) > 80
    ours = {tag: [_RULES[tag](count) for count in SEEN_IN] for tag in told}
    assert ours == told


@pytest.mark.parametrize(
    ("language", "forms"),
    [("kk", {"one", "other"}), ("hy", {"one", "other"}), ("ru", {"one", "few", "many"})],
)
def test_forms_that_a_language_needs(language: str, forms: set[str]) -> None:
    rule = rule_of(language)
    assert rule is not None
    assert set(forms_of(rule)) == forms


def test_phrase_that_another_language_stands_in_with_is_counted_as_that_one_counts() -> None:
    russian = Plural("балл", "балла", "баллов", spoken="ru")
    armenian = Formats(Language.EN)
    assert [armenian.plural(count, russian) for count in (1, 2, 5, 21)] == [
        "балл",
        "балла",
        "баллов",
        "балл",
    ]
