"""English: contests."""

from typing import Final

from kopilka.ui.look.texts.contests import ContestTexts
from kopilka.ui.look.texts.english_forms import either

CONTESTS: Final = ContestTexts(
    title="Contests",
    enter="Take part",
    entered="You are taking part",
    numbers=either("{count} number of yours takes part", "{count} numbers of yours take part"),
    by_sum="Numbers come with receipts from {sum}",
    by_any="Numbers come with receipts",
    enter_until="Enter until {day}",
    own_numbers=either("Your number: {numbers}", "Your numbers: {numbers}"),
    draws="the draw is on {day}",
    waits="No more entries are taken",
    among=either("Drawn on {day} from {count} number", "Drawn on {day} from {count} numbers"),
    won="You have won: {prize}",
    not_won="Other numbers were drawn this time",
    winning="These won: {numbers}",
    why_fair="Why the draw is fair",
    promise="The random number that decides was chosen when the contest was opened. It is kept secret until the draw, and nobody can change it: "
    "it has to have this SHA-256. After the draw it is opened, and your phone counts the draw over.",
    seed_hash="SHA-256: {seed}",
    check="Check the draw",
    fair="Counted over on this device: these numbers win, and the random number is the one that was chosen before.",
    unfair="It does not come out: other numbers win, or the random number is another. Please write to the shop.",
    seed="The random number: {seed}",
    online_only="You can take part when there is a network.",
)
