"""What the page of a link in an e-mail says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loyalty_api.messages import Topic
from loyalty_api.programme import ProgramKind
from loyalty_server.dispatches.less import Wish
from loyalty_server.languages import Language, Phrases


@dataclass(frozen=True)
class Words:
    """By what the link wishes; `ask` and `done` take `{topic}`."""

    ask: Mapping[Wish, str]
    press: Mapping[Wish, str]
    done: Mapping[Wish, str]
    take_back: str
    hint: str
    saved: str
    settings: str
    topics: Mapping[str, str]
    expiry_cashback: str

    def topic(self, topic: str, kind: ProgramKind) -> str:
        """What it is called; the retailer's topics are words already."""
        if topic == Topic.EXPIRY and kind is ProgramKind.CASHBACK:
            return self.expiry_cashback
        return self.topics.get(topic, topic)


WORDS: Final = Phrases(
    "letter_page",
    {
        Language.RU: Words(
            ask={
                Wish.NO_TOPIC: "Больше не писать на тему «{topic}»?",
                Wish.TOPIC: "Снова писать на тему «{topic}»?",
                Wish.NO_CHANNEL: "Больше не писать вам на почту?",
                Wish.CHANNEL: "Снова писать вам на почту?",
            },
            press={
                Wish.NO_TOPIC: "Больше не писать",
                Wish.TOPIC: "Снова писать",
                Wish.NO_CHANNEL: "Больше не писать",
                Wish.CHANNEL: "Снова писать",
            },
            done={
                Wish.NO_TOPIC: "Больше не пишем на тему «{topic}»",
                Wish.TOPIC: "Снова пишем на тему «{topic}»",
                Wish.NO_CHANNEL: "На почту больше не пишем",
                Wish.CHANNEL: "Снова пишем на почту",
            },
            take_back="Отменить",
            hint="С картой ничего не изменится.",
            saved="Готово, действует сразу.",
            settings="Всё, что вам присылают",
            topics={
                Topic.EXPIRY: "Баллы скоро сгорят",
                Topic.COUPON: "Купон скоро закончится",
                Topic.OFFER: "Ваше предложение скоро закончится",
                Topic.TIER: "Уровень можно потерять",
                Topic.EVENT: "Скоро событие, куда вы записались",
            },
            expiry_cashback="Кешбэк скоро сгорит",
        ),
        Language.EN: Words(
            ask={
                Wish.NO_TOPIC: "No more messages about “{topic}”?",
                Wish.TOPIC: "Write about “{topic}” again?",
                Wish.NO_CHANNEL: "No more e-mails?",
                Wish.CHANNEL: "Send e-mails again?",
            },
            press={
                Wish.NO_TOPIC: "No more like this",
                Wish.TOPIC: "Write again",
                Wish.NO_CHANNEL: "No more e-mails",
                Wish.CHANNEL: "Send e-mails again",
            },
            done={
                Wish.NO_TOPIC: "No more messages about “{topic}”",
                Wish.TOPIC: "We write about “{topic}” again",
                Wish.NO_CHANNEL: "We no longer e-mail you",
                Wish.CHANNEL: "We e-mail you again",
            },
            take_back="Undo",
            hint="Your card stays as it is.",
            saved="Done. It takes effect at once.",
            settings="Everything you are sent",
            topics={
                Topic.EXPIRY: "Points that are about to expire",
                Topic.COUPON: "Coupons that are about to end",
                Topic.OFFER: "Offers of yours that are about to end",
                Topic.TIER: "A tier that may be lost",
                Topic.EVENT: "Events that you booked",
            },
            expiry_cashback="Cashback that is about to expire",
        ),
    },
)
