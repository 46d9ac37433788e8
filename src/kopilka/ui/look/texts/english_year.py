"""English: a member's year."""

from typing import Final

from kopilka.ui.look.texts.year import YearTexts

YEAR: Final = YearTexts(
    open="{year} in review",
    title="Your {year}",
    until="So far, up to {day}",
    chart="Purchases by month",
    busiest="Busiest month",
    stores="Shops visited",
    favourite="Most often at",
    saved="Saved by discounts",
    earned="Collected",
    spent="Spent",
    rewards="Rewards taken",
    counted="Purchases that were returned in full are not counted.",
    lacking="Your year is not on this device yet. It will open when the connection is back.",
    nothing="There is too little to tell about this year yet.",
    share="Share as a picture",
    save_picture="Save as a picture",
)
