"""The few words the server itself puts into receipts and history, in the programme's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from loyalty_server.languages import Language
from loyalty_server.programme.parts_of_week import Slot

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Words:
    """Why points moved when no rule or offer says it better, and how rates are written."""

    redemption: str
    refund: str
    refund_of_points: str
    expiry: str
    maturity: str
    debt_payment: str
    offer: str
    survey: str
    reward: str
    reward_cancelled: str
    donation: str
    claim: str
    challenge: str
    challenge_undone: str
    promo_code: str
    missed_receipt: str
    for_members: str
    for_answer: str
    birthday: str
    lapsed: str
    late: str
    decimal_point: str
    per_cent_sign: str
    cap_form: str
    discount_form: str
    saving_form: str
    often_bought_form: str
    often_visited_form: str
    near_tier_form: str
    bought_then_forms: Mapping[Slot, str]
    topic_form: str

    def per_cent(self, rate: float) -> str:
        """`2,5 %` in Russian, `2.5%` in English, without needless zeros."""
        number = f"{Decimal(str(rate)).normalize():f}"
        return number.replace(".", self.decimal_point) + self.per_cent_sign

    def cap(self, points: int) -> str:
        return self.cap_form.format(points=points)

    def card_discount(self, rate: float, minor_units: int, currency: str) -> str:
        money = self._money(minor_units, currency)
        return self.discount_form.format(rate=self.per_cent(rate), money=money)

    def saving(self, title: str, minor_units: int, currency: str) -> str:
        return self.saving_form.format(title=title, money=self._money(minor_units, currency))

    def often_bought(self, category: str) -> str:
        return self.often_bought_form.format(category=category)

    def bought_then(self, slot: Slot, category: str) -> str:
        return self.bought_then_forms[slot].format(category=category)

    def often_visited(self, store: str) -> str:
        return self.often_visited_form.format(store=store)

    def near_tier(self, tier: str) -> str:
        return self.near_tier_form.format(tier=tier)

    def for_topic(self, topic: str) -> str:
        return self.topic_form.format(topic=topic)

    def _money(self, minor_units: int, currency: str) -> str:
        amount = f"{Decimal(minor_units) / 100:.2f}".replace(".", self.decimal_point)
        return f"{amount}{NO_BREAK_SPACE}{currency}"


_WORDS: Mapping[Language, Words] = {
    Language.RU: Words(
        redemption="Списание",
        refund="Возврат",
        refund_of_points="Возврат баллов",
        expiry="Срок баллов истёк",
        maturity="Баллы стали доступны",
        debt_payment="Погашение долга",
        offer="предложение",
        survey="опрос",
        reward="награда",
        reward_cancelled="награда возвращена",
        donation="доброе дело",
        claim="забрали упущенное",
        challenge="задание",
        challenge_undone="покупку вернули",
        promo_code="промокод",
        missed_receipt="Чек без карты",
        for_members="Вы участник программы",
        for_answer="Вы ответили на опрос",
        birthday="У вас день рождения",
        lapsed="Вас давно не было",
        late="касса была без связи",
        decimal_point=",",
        per_cent_sign=f"{NO_BREAK_SPACE}%",
        cap_form="не больше {points} за покупку",
        discount_form=f"скидка по карте {{rate}}: {MINUS}{{money}}",
        saving_form=f"{{title}}: {MINUS}{{money}}",
        often_bought_form="Вы часто берёте: {category}",
        often_visited_form="Вы часто бываете: {store}",
        near_tier_form="До «{tier}» осталось немного",
        bought_then_forms={
            Slot.MORNING: "По утрам вы берёте: {category}",
            Slot.DAY: "Днём вы берёте: {category}",
            Slot.EVENING: "По вечерам вы берёте: {category}",
            Slot.NIGHT: "По ночам вы берёте: {category}",
            Slot.WEEKEND: "По выходным вы берёте: {category}",
        },
        topic_form="Вы выбрали тему «{topic}»",
    ),
    Language.EN: Words(
        redemption="Points spent",
        refund="Refund",
        refund_of_points="Points returned",
        expiry="Points expired",
        maturity="Points became spendable",
        debt_payment="Debt paid",
        offer="offer",
        survey="survey",
        reward="reward",
        reward_cancelled="reward given back",
        donation="good deed",
        claim="claimed afterwards",
        challenge="challenge",
        challenge_undone="the purchase was returned",
        promo_code="promo code",
        missed_receipt="Receipt without the card",
        for_members="You are a member of the programme",
        for_answer="You answered the survey",
        birthday="It is your birthday",
        lapsed="We have not seen you for a while",
        late="the till was offline",
        decimal_point=".",
        per_cent_sign="%",
        cap_form="at most {points} per purchase",
        discount_form=f"card discount {{rate}}: {MINUS}{{money}}",
        saving_form=f"{{title}}: {MINUS}{{money}}",
        often_bought_form="You often buy: {category}",
        often_visited_form="You often visit: {store}",
        near_tier_form="{tier} is not far",
        bought_then_forms={
            Slot.MORNING: "In the morning you buy: {category}",
            Slot.DAY: "During the day you buy: {category}",
            Slot.EVENING: "In the evening you buy: {category}",
            Slot.NIGHT: "At night you buy: {category}",
            Slot.WEEKEND: "At weekends you buy: {category}",
        },
        topic_form="You chose the topic “{topic}”",
    ),
}


def words_in(language: Language) -> Words:
    """The words of this language."""
    return _WORDS[language]
