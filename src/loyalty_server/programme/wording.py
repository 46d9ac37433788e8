"""The few words the server itself puts into receipts and history, in the programme's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from loyalty_server.languages import Language, Phrases
from loyalty_server.programme.parts_of_week import Slot

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


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
    welcome: str
    brought_in: str
    given_to_family: str
    brought_into_family: str
    family_ended: str
    friend_bought: str
    came_by_invitation: str
    missed_receipt: str
    for_members: str
    for_answer: str
    trial: str
    birthday: str
    birthday_near_form: str
    months_of: tuple[str, ...]
    lapsed: str
    late: str
    decimal_point: str
    per_cent_sign: str
    cap_form: str
    chosen_form: str
    room_form: str
    discount_form: str
    idle_coupon_form: str
    card_price: str
    coupon_elsewhere_form: str
    only_at_form: str
    often_bought_form: str
    often_visited_form: str
    near_tier_form: str
    bought_then_forms: Mapping[Slot, str]
    topic_form: str
    for_review_form: str
    old_code: str
    old_code_form: str
    points_expiring: str
    points_expiring_form: str
    points_expiring_why: str
    coupon_ending: str
    coupon_ending_why: str
    offer_ending: str
    offer_ending_why: str
    tier_ending: str
    tier_ending_form: str
    tier_ending_why: str
    event_soon: str
    event_soon_form: str
    event_soon_why: str
    ending_form: str

    def per_cent(self, rate: float) -> str:
        """`2,5 %` in Russian, `2.5%` in English, without needless zeros."""
        number = f"{Decimal(str(rate)).normalize():f}"
        return number.replace(".", self.decimal_point) + self.per_cent_sign

    def chosen(self, goods: str, rate: str) -> str:
        """`Fuel: 5%, your choice`."""
        return self.chosen_form.format(goods=goods, rate=rate)

    def cap(self, points: int) -> str:
        return self.cap_form.format(points=points)

    def room(self, points: int) -> str:
        return self.room_form.format(points=points)

    def card_discount(self, rate: float) -> str:
        return self.discount_form.format(rate=self.per_cent(rate))

    def idle_coupon(self, title: str) -> str:
        return self.idle_coupon_form.format(title=title)

    def coupon_elsewhere(self, title: str) -> str:
        return self.coupon_elsewhere_form.format(title=title)

    def only_at(self, text: str, stores: Iterable[str]) -> str:
        return self.only_at_form.format(text=text, stores="; ".join(stores))

    def often_bought(self, category: str) -> str:
        return self.often_bought_form.format(category=category)

    def bought_then(self, slot: Slot, category: str) -> str:
        return self.bought_then_forms[slot].format(category=category)

    def often_visited(self, store: str) -> str:
        return self.often_visited_form.format(store=store)

    def day(self, day: date) -> str:
        """`24 November`, `24 ноября`."""
        return f"{day.day}{NO_BREAK_SPACE}{self.months_of[day.month - 1]}"

    def birthday_near(self, day: date) -> str:
        return self.birthday_near_form.format(day=self.day(day))

    def near_tier(self, tier: str) -> str:
        return self.near_tier_form.format(tier=tier)

    def old_code_shown(self, store: str) -> str:
        return self.old_code_form.format(store=store)

    def for_review(self, store: str) -> str:
        return self.for_review_form.format(store=store)

    def for_topic(self, topic: str) -> str:
        return self.topic_form.format(topic=topic)


WORDS: Final = Phrases(
    "programme",
    {
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
            welcome="Приветственные баллы",
            brought_in="Баллы с прежней карты",
            given_to_family="Переданы на счёт семьи",
            brought_into_family="Внесены на счёт семьи",
            family_ended="Семья распущена, баллы перешли",
            friend_bought="Друг сделал первую покупку",
            came_by_invitation="Первая покупка по приглашению",
            missed_receipt="Чек без карты",
            for_members="Вы участник программы",
            for_answer="Вы ответили на опрос",
            trial="Проба: так это увидят другие",
            birthday="У вас день рождения",
            birthday_near_form="Ко дню рождения, {day}",
            months_of=(
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ),
            lapsed="Вас давно не было",
            late="касса была без связи",
            decimal_point=",",
            per_cent_sign=f"{NO_BREAK_SPACE}%",
            cap_form="не больше {points} за покупку",
            chosen_form="{goods}: {rate}, ваш выбор",
            room_form="до предела за день или месяц оставалось {points}",
            discount_form="Скидка по карте {rate}",
            card_price="Цена по карте",
            idle_coupon_form="{title}: здесь нечего уменьшить, купон остаётся у вас",
            coupon_elsewhere_form="{title}: принимают в других магазинах, купон остаётся у вас",
            only_at_form="{text} Только здесь: {stores}",
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
            for_review_form="Вы оценили покупку: {store}",
            old_code="Кто-то показал старый код вашей карты",
            old_code_form="На кассе «{store}» его не приняли, баллы на месте. Если это были не вы, "
            "посмотрите в профиле, где открыта карта, и выйдите на чужих устройствах.",
            points_expiring="Скоро сгорят баллы",
            points_expiring_form="Сгорит в конце дня {day}, если не потратить: {points}.",
            points_expiring_why="У ваших баллов есть срок",
            coupon_ending="Купон скоро закончится",
            coupon_ending_why="У вас есть этот купон",
            offer_ending="Предложение скоро закончится",
            offer_ending_why="Вы включили это предложение",
            ending_form="{title}. Последний день\u00a0— {day}.",
            tier_ending="Уровень может измениться",
            tier_ending_form="Чтобы сохранить «{tier}», ещё не всё сделано: чего не хватает, видно на карте. "
            "Последний день\u00a0— {day}.",
            tier_ending_why="У вашего уровня есть срок",
            event_soon="Скоро событие",
            event_soon_form="{title}. Начало {moment}, место за вами.",
            event_soon_why="Вы записались",
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
            welcome="Welcome points",
            brought_in="Points from the card you had before",
            given_to_family="Given to the family’s account",
            brought_into_family="Brought into the family’s account",
            family_ended="The family has ended, its points went on",
            friend_bought="A friend made a first purchase",
            came_by_invitation="First purchase after an invitation",
            missed_receipt="Receipt without the card",
            for_members="You are a member of the programme",
            for_answer="You answered the survey",
            trial="A trial: this is how others will see it",
            birthday="It is your birthday",
            birthday_near_form="For your birthday, {day}",
            months_of=(
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ),
            lapsed="We have not seen you for a while",
            late="the till was offline",
            decimal_point=".",
            per_cent_sign="%",
            cap_form="at most {points} per purchase",
            chosen_form="{goods}: {rate}, your choice",
            room_form="{points} left of what a day or a month earns at most",
            discount_form="Card discount {rate}",
            card_price="Card price",
            idle_coupon_form="{title}: nothing to take off here, the coupon stays yours",
            coupon_elsewhere_form="{title}: taken in other shops, the coupon stays yours",
            only_at_form="{text} Only here: {stores}",
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
            for_review_form="You rated a purchase at {store}",
            old_code="Somebody showed an old code of your card",
            old_code_form="The till at {store} refused it, and your points are where they were. If it was "
            "not you, see in the profile where your card is open, and sign out what is not yours.",
            points_expiring="Points are about to expire",
            points_expiring_form="Lost at the end of {day} unless spent: {points}.",
            points_expiring_why="Your points have an end",
            coupon_ending="A coupon is about to end",
            coupon_ending_why="You have this coupon",
            offer_ending="An offer is about to end",
            offer_ending_why="You activated this offer",
            ending_form="{title}. The last day is {day}.",
            tier_ending="Your tier may change",
            tier_ending_form="Something is still missing to keep {tier}: the card shows what. The last day is {day}.",
            tier_ending_why="Your tier has an end",
            event_soon="Your event is soon",
            event_soon_form="{title}. It begins {moment}, your place is kept.",
            event_soon_why="You booked a place",
        ),
    },
)


def words_in(language: Language) -> Words:
    """The words of this language."""
    return WORDS[language]
