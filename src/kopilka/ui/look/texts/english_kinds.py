"""English: what a programme says that gives money back, or a lower price, instead of points."""

from collections.abc import Mapping
from typing import Final

CASHBACK: Final[Mapping[str, str]] = {
    "card.debt": "A debt after a refund: new cashback covers it first",
    "card.begins_gain": "Collect cashback and pay with it.",
    "offers.how_points": "The cashback is added for that purchase.",
    "till.spend": "Spend cashback",
    "till.earn_only": "The barcode only collects cashback: to spend it, show the QR code or the digits",
    "till.cancelled_hint": "Your cashback has not changed.",
    "history.by_points": "Paid with cashback",
    "history.first_gain": "How much cashback you got, and for what",
    "account.partner_earn": "{rate} back",
    "account.partner_burn": "Cashback pays up to {share} of a receipt",
    "profile.rate": "{rate} back on every purchase",
    "profile.sign_out_hint": "The card and history leave this device. "
    "Your cashback stays on your account.",
    "sign_in.session_ended": "Your session has ended. Sign in again: your cashback is safe.",
    "rewards.empty_hint": "What cashback can buy will appear here.",
    "rewards.give_back_hint": "The coupon stops working and all its cashback returns to your card.",
    "claim.ask": "Cashback missing?",
    "claim.hint": "Forgot to show your card? Copy three lines of the receipt: "
    "we will check it and add the cashback.",
    "claim.waiting": "Received. We will check it and add the cashback, or tell you why not.",
    "account.shops_hint": "Addresses, and where else cashback comes from",
    "notify.expiry": "Cashback that is about to expire",
    "rewards.for_good": "“{charity}” will receive this cashback. It cannot be undone.",
    "family.hint": "Shared cashback, a card each",
    "family.about": "Invite those close to you: each has their own card, and the cashback is shared. The account is "
    "yours, and you decide how much others spend from it. Tiers, coupons, challenges and receipts stay each person’s own.",
    "family.link_hint": "Send it only to somebody you trust: they will be able to spend your cashback.",
    "family.removed_means": "The cashback stays with the family, and this card starts from nothing.",
    "family.leave_means": "The cashback stays with the family, and you start from nothing. "
    "Your tier, coupons and receipts stay yours.",
    "family.end_means": "The cashback stays with you, and the others start from nothing.",
    "family.balance": "The family’s cashback",
    "family.offer_brings": "You bring {points} of cashback into the shared account, and it keeps its expiry.",
    "family.offer_brings_none": "You bring nothing along: you have no cashback yet.",
    "family.offer_means": "From then on your card collects and spends the family’s cashback. The account belongs to its head: "
    "if you leave, the cashback stays there, and the head can limit what you spend. The family sees how much cashback came "
    "and went by your card and in which shop, but not your receipts. Your tier, coupons and challenges stay yours.",
    "friends.paid_later": "The cashback can be spent {days} after the purchase. If it is returned, the cashback is taken back.",
    "friends.limit": "Friends you get cashback for in a year: {count} at most. "
    "Your friend’s name and purchases are not shown to you.",
    "friends.not_given": "Over the limit: no cashback for you",
    "problems.burn_not_allowed": "This code cannot spend cashback. Choose “Spend cashback”",
    "problems.burn_too_much": "That much cashback cannot be spent",
    "problems.purchase_expired": "The purchase was not finished in time. The cashback is back",
    "problems.not_enough_points": "Not enough cashback",
    "problems.claim_ended": "The time to claim this cashback is over",
}
DISCOUNT: Final[Mapping[str, str]] = {
    "card.begins_gain": "The till takes your discount off by itself.",
    "till.earn_only": "The barcode gives your discount too",
    "till.cancelled_hint": "Nothing was paid.",
    "history.empty_hint": "Show your card at the till, and the first saving appears here.",
    "rewards.empty_hint": "What your card can get you will appear here.",
    "history.first_gain": "How much your card saved",
    "account.partner_earn": "{rate} off",
    "profile.rate": "{rate} off every purchase",
    "profile.sign_out_hint": "The card and history leave this device. Your discount stays yours.",
    "sign_in.session_ended": "Your session has ended. Sign in again: your discount is safe.",
    "claim.ask": "Purchase missing?",
    "claim.hint": "Forgot to show your card? Copy three lines of the receipt and we will add the purchase.",
    "claim.waiting": "Received. We will check it and add the purchase, or tell you why not.",
    "account.shops_hint": "Addresses, and where else the card saves",
    "problems.purchase_expired": "The purchase was not finished in time. Show the code again",
}
