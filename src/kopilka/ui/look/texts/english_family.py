"""English: the family."""

from typing import Final

from kopilka.ui.look.texts.family import FamilyTexts

FAMILY: Final = FamilyTexts(
    title="Family",
    hint="Shared points, a card each",
    about="Invite those close to you: each has their own card, and the points are shared. The account is yours, and "
    "you decide how much others spend from it. Tiers, coupons, challenges and receipts stay each person’s own.",
    places="Places in the family, you included: {count}",
    invite="Invite",
    invite_again="New link",
    send="Send the link",
    copy="Copy the link",
    copied="Link copied",
    until="A link for one person, until {moment}",
    link_hint="Send it only to somebody you trust: they will be able to spend your points.",
    offline="The family cannot be changed offline",
    nameless="No name",
    me="You",
    head="Head of the family",
    limited="Spends at most {points} in 24 hours",
    limit="Limit",
    limit_of="Spending limit: {name}",
    no_limit="No limit",
    remove="Remove",
    remove_of="Remove from the family: {name}",
    remove_ask="Remove {name} from the family?",
    removed_means="The points stay with the family, and this card starts from nothing.",
    leave="Leave the family",
    leave_ask="Leave the family?",
    leave_means="The points stay with the family, and you start from nothing. Your tier, coupons and receipts stay yours.",
    end="Disband the family",
    end_ask="Disband the family?",
    end_means="The points stay with you, and the others start from nothing.",
    balance="The family’s points",
    by="card: {name}",
    by_somebody="another card of the family",
    offer="{name} invites you to a family",
    offer_nameless="You are invited to a family",
    offer_brings="You bring {points} into the shared account, and they keep their expiry.",
    offer_brings_none="You bring nothing along: you have no points yet.",
    offer_means="From then on your card collects and spends the family’s points. The account belongs to its head: if you leave, "
    "the points stay there, and the head can limit what you spend. The family sees how many points came and went by your "
    "card and in which shop, but not your receipts. Your tier, coupons and challenges stay yours.",
    join="Join",
    joined="You are in the family",
)
