"""The cashier's page in a language that a brand adds."""

import json
import re
from pathlib import Path

from kopilka.ui.look.brand import load_brand
from kopilka_cli.options.page import brand_look
from loyalty_server.goods_file import NOTHING_KNOWN
from loyalty_server.languages import Language
from loyalty_server.till_page.files import Document, rendered, words_of
from tests.languages.brand import kazakh_brand


def test_cashier_reads_what_the_file_says_and_russian_for_the_rest(tmp_path: Path) -> None:
    look = brand_look(load_brand(kazakh_brand(tmp_path)))
    page = rendered(
        Document("Жинақ", Language.RU, "", "cashier.js", {}, NOTHING_KNOWN, added=look.words)
    )
    found = re.search(r'id="config">(.*?)</script>', page)
    assert found
    words = json.loads(found[1])["words"]
    russian = words_of(Language.RU)
    assert list(words) == ["ru", "en", "kk"]
    assert words["kk"].keys() == russian.keys()
    assert (words["kk"]["title"], words["kk"]["language"]) == ("Касса", "Қазақша")
    assert words["kk"]["empty"] == russian["empty"]
    assert words["kk"]["points"] == {**russian["points"], "spoken": "ru"}
    assert words["kk"]["unsent"]["other"] == "{n} жіберілмеді"
    assert words["kk"]["problem"] == russian["problem"]
