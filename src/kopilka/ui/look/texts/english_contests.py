"""English: contests."""

from typing import Final

from kopilka.ui.look.texts.contests import ContestTexts
from kopilka.ui.look.texts.english_forms import either

CONTESTS: Final = ContestTexts(
    title="Contests",
    enter="Take part",
    entered="You are taking part",
    enter_until="You can take part until {day}, that day included",
    own_numbers="Number: {numbers}",
    draws="The draw is on {day}",
    waits="No more entries are taken. The draw is on {day}",
    among=either("Chosen from {count} number", "Chosen from {count} numbers"),
    won="You have won: {prize}",
    not_won="Other numbers were drawn this time",
    winning="These won: {numbers}",
    seed="The random number: {seed}",
    seed_hash="The random number is chosen already. Its SHA-256: {seed}",
    online_only="You can take part when there is a network.",
)
