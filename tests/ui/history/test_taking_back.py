"""What the shop refused stands in its form again, and never over what the member did since.

The form learns of a refusal some turns of the loop after the screen: the member may have sent anew.
"""

from dataclasses import replace

import pytest

from kopilka.ui.history.claim_form import ClaimForm
from kopilka.ui.history.claiming import gives_way
from kopilka.ui.history.review import TypedReview
from loyalty_api.claims import ClaimRequest
from loyalty_api.reviews import Review
from tests.ui.member import NOW

REFUSED = Review(2, NOW, "Долго")
CLAIM = ClaimRequest("A-1", NOW, 118_400)


@pytest.mark.parametrize(
    ("draft", "gives_way"),
    [
        (TypedReview(), True),
        (TypedReview(sent=REFUSED), True),
        (TypedReview(sent=replace(REFUSED, text="Очень долго")), False),
        (TypedReview(rating=3), False),
    ],
    ids=["nothing was said", "this was sent", "other words were sent since", "words are typed"],
)
def test_refused_review_stands_over_nothing_newer(draft: TypedReview, gives_way: bool) -> None:
    assert draft.gives_way_to(REFUSED) == gives_way


@pytest.mark.parametrize(
    ("form", "sent", "expected"),
    [
        (ClaimForm(), None, True),
        (ClaimForm(), CLAIM, True),
        (ClaimForm(), replace(CLAIM, receipt_id="A-2"), False),
        (ClaimForm("A-2"), None, False),
    ],
    ids=["nothing was claimed", "this was sent", "another was sent since", "another is typed"],
)
def test_refused_claim_stands_over_nothing_newer(
    form: ClaimForm, sent: ClaimRequest | None, expected: bool
) -> None:
    assert gives_way(form, sent, CLAIM) == expected
