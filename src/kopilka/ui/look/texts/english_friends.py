"""English: inviting friends."""

from typing import Final

from kopilka.ui.look.texts.friends import FriendsTexts

FRIENDS: Final = FriendsTexts(
    title="Invite a friend",
    hint="Your link, and who joined with it",
    about="A friend joins with your link and makes a purchase of {money} or more within {days}: you get {mine}, the friend {theirs}.",
    about_friend_only="A friend joins with your link and makes a purchase of {money} or more within {days}: the friend gets {theirs}.",
    paid_later="The points can be spent {days} after the purchase. If it is returned, they are taken back.",
    limit="Friends you are rewarded for in a year: {count} at most. Your friend’s name and purchases are not shown to you.",
    send="Send the link",
    copy="Copy the link",
    copied="Link copied",
    friends="Who joined with your link",
    none_yet="Nobody yet",
    joined="Joined on {day}",
    waiting="The first purchase counts until {day}",
    lapsed="There was no purchase in time",
    bought="First purchase on {day}",
    given="{points} for you, to spend from {day}",
    not_given="Over the limit: no points for you",
    mine="You joined by invitation: make a purchase of {money} or more by {day} and get {points}.",
    mine_done="Purchase made: {points} for the invitation are yours.",
    offer="A friend invites you",
    offer_both="Make a purchase of {money} or more by {day}: you get {theirs}, your friend {mine}.",
    offer_friend_only="Make a purchase of {money} or more by {day}: you get {theirs}.",
    offer_counts="A purchase counts with a code from this device, and not at a till where your friend is buying too.",
    offer_told="If you accept, your friend will see when you joined and whether you have bought anything, but not your name, what you buy or where.",
    accept="Accept the invitation",
    accepted="Invitation accepted",
)
