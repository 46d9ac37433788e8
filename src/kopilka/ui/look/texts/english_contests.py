"""English: contests."""

from typing import Final

from kopilka.ui.look.texts.contests import ContestTexts
from kopilka.ui.look.texts.english_forms import either

CONTESTS: Final = ContestTexts(
    title="Contests",
    enter="Take part",
    entered="You are taking part",
    numbers=either("You have {count} number in the draw", "You have {count} numbers in the draw"),
    by_sum="Receipts of {sum} or more give numbers",
    by_any="Receipts give numbers",
    enter_until="Enter until {day}",
    own_numbers=either("Your number: {numbers}", "Your numbers: {numbers}"),
    draws="the draw is on {day}",
    waits="No more entries are taken",
    among=either("Drawn on {day} from {count} number", "Drawn on {day} from {count} numbers"),
    won="You have won: {prize}",
    not_won="Other numbers were drawn this time",
    winning="Drawn: {numbers}",
    why_fair="Why the draw is fair",
    promise="The random number that decides was chosen when the contest was opened. It is kept secret until the draw, and nobody can change it: "
    "its SHA-256 has to be this one. After the draw it is shown, and your phone repeats the draw.",
    seed_hash="SHA-256: {seed}",
    check="Check the draw",
    fair="Repeated on this device: the same numbers win, and the random number is the one that was chosen in advance.",
    unfair="It does not add up: other numbers win, or the random number is a different one. Please write to the shop.",
    seed="The random number: {seed}",
    online_only="You can take part when you are online.",
)
