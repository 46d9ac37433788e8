"""What the wallet asks Odoo to do. Each call has a key, and one effect for it, in one transaction.

The service account needs no right but this add-on's group: what it may do stands here.
"""

import json
from datetime import UTC, timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

GROUP = "kopilka_connector.group_wallet"
QUIETLY = {"action_no_send_mail": True, "loyalty_no_mail": True, "mail_notrack": True}
KEPT_DAYS = 60


class KopilkaCall(models.Model):
    _name = "kopilka.call"
    _description = "A call of the wallet, with the answer it got"
    _sql_constraints = [("key_once", "UNIQUE(key)", "This call was made before.")]

    key = fields.Char(required=True, readonly=True)
    asked = fields.Char(required=True, readonly=True)
    answer = fields.Text(readonly=True)

    @api.model
    def enrol(self, key, program_id, partner_id, details):
        """A loyalty card of the programme for this contact, or for a new one."""
        known = {name: details.get(name) or False for name in ("name", "phone", "email")}

        def do(env):
            self._program(env, program_id)
            partner = env["res.partner"].browse(partner_id or []).exists()
            partner = partner or env["res.partner"].create(known)
            card = env["loyalty.card"].create({"program_id": program_id, "partner_id": partner.id})
            return {"card_id": card.id}

        return self._once(key, ["enrol", program_id, known], do)

    @api.model
    def erase(self, key, card_id):
        """The card ends and the contact has no name any more; orders keep what the law asks for."""

        def do(env):
            card = env["loyalty.card"].browse(card_id).exists()
            if card:
                partner = card.partner_id
                gone = {"name": _("Left"), "phone": False, "mobile": False, "email": False}
                card.write({"active": False, "points": 0})
                partner.write({**gone, "active": False})
            return {}

        return self._once(key, ["erase", card_id], do)

    @api.model
    def give(self, key, card_id, points, why):
        """Points for something else than a purchase."""

        def do(env):
            card = self._locked(env, card_id)
            self._move(env, card, points, why)
            return {"balance": card.points}

        return self._once(key, ["give", card_id, points, why], do)

    @api.model
    def redeem(self, key, card_id, reward_id, coupon_program_id):
        """Points of the card become a coupon of the programme of coupons."""

        def do(env):
            card = self._locked(env, card_id)
            reward = env["loyalty.reward"].browse(reward_id).exists()
            if not reward or reward.program_id != card.program_id or not reward.active:
                raise UserError("kopilka:not_found")
            if card.points < reward.required_points:
                raise UserError(f"kopilka:not_enough_points:{card.points}")
            self._move(env, card, -reward.required_points, reward.description)
            coupon = env["loyalty.card"].create(
                {
                    "program_id": coupon_program_id,
                    "partner_id": card.partner_id.id,
                    "points": 1,
                    "kopilka_reward_id": reward.id,
                    "kopilka_cost": reward.required_points,
                    "kopilka_card_id": card.id,
                }
            )
            return {"coupon_id": coupon.id, "balance": card.points, "points": coupon.kopilka_cost}

        return self._once(key, ["redeem", card_id, reward_id, coupon_program_id], do)

    @api.model
    def give_back(self, key, card_id, coupon_id):
        """An unused coupon becomes points again."""

        def do(env):
            card = self._locked(env, card_id)
            coupon = env["loyalty.card"].with_context(active_test=False).browse(coupon_id).exists()
            if not coupon or coupon.kopilka_card_id != card:
                raise UserError("kopilka:not_found")
            if coupon.use_count or coupon.points < 1:
                raise UserError("kopilka:redemption_final")
            if coupon.active:
                coupon.write({"active": False})
                self._move(env, card, coupon.kopilka_cost, coupon.kopilka_reward_id.description)
            at = fields.Datetime.now().replace(tzinfo=UTC).isoformat()
            return {"balance": card.points, "points": coupon.kopilka_cost, "at": at}

        return self._once(key, ["give_back", card_id, coupon_id], do)

    @api.model
    def apply_promo(self, key, card_id, code):
        """A coupon that is nobody's yet becomes the member's."""

        def do(env):
            card = self._locked(env, card_id)
            types = ("coupons", "next_order_coupons")
            env.cr.execute(
                "SELECT c.id FROM loyalty_card c JOIN loyalty_program p ON p.id = c.program_id "
                "WHERE upper(c.code) = upper(%s) AND p.program_type IN %s AND c.active FOR UPDATE OF c",
                [code, types],
            )
            found = env["loyalty.card"].browse(row[0] for row in env.cr.fetchall())
            found.invalidate_recordset()
            if not found:
                raise UserError("kopilka:promo_code_wrong")
            if found.partner_id == card.partner_id:
                raise UserError("kopilka:promo_code_used")
            if found.partner_id or found.points < 1:
                raise UserError("kopilka:promo_code_taken")
            if found.expiration_date and found.expiration_date < fields.Date.context_today(self):
                raise UserError("kopilka:promo_code_ended")
            found.write({"partner_id": card.partner_id.id})
            return {"coupon_id": found.id, "balance": card.points}

        return self._once(key, ["apply_promo", card_id, code], do)

    @api.model
    def now(self):
        """By the database's clock, in microseconds since 1970."""
        self._require_wallet()
        self.env.cr.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return self.env.cr.fetchone()[0]

    @api.model
    def changed(self, program_id, since):
        """Cards written at or after this moment, in microseconds since 1970, each with its own moment.

        A transaction writes its beginning and is seen at its end: ask from a while before the last moment told.
        """
        self._require_wallet()
        self.env.cr.execute(
            "SELECT id, (extract(epoch FROM write_date) * 1000000)::bigint FROM loyalty_card "
            "WHERE program_id = %s AND write_date >= to_timestamp(%s / 1000000.0) AT TIME ZONE 'UTC' "
            "ORDER BY write_date, id",
            [program_id, since],
        )
        return [list(row) for row in self.env.cr.fetchall()]

    @api.autovacuum
    def _forget(self):
        """Nobody asks again after two months."""
        self.search(
            [("create_date", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))]
        ).unlink()

    def _once(self, key, asked, do):
        """The first answer under this key; what was refused is undone, key and all."""
        self._require_wallet()
        asked = json.dumps(asked, sort_keys=True)
        env = self.sudo().with_context(**QUIETLY).env
        env.cr.execute(
            "INSERT INTO kopilka_call (key, asked, create_date) VALUES (%s, %s, now() AT TIME ZONE 'UTC') "
            "ON CONFLICT (key) DO NOTHING RETURNING id",
            [key, asked],
        )
        if not env.cr.fetchone():
            env.cr.execute("SELECT asked, answer FROM kopilka_call WHERE key = %s", [key])
            before, answer = env.cr.fetchone()
            if before != asked:
                raise UserError("kopilka:idempotency_key_reused")
            return json.loads(answer)
        answer = do(env)
        env.cr.execute(
            "UPDATE kopilka_call SET answer = %s WHERE key = %s", [json.dumps(answer), key]
        )
        return answer

    def _require_wallet(self):
        if not self.env.user.has_group(GROUP):
            raise AccessError(_("Only the wallet's service account may call this."))

    @staticmethod
    def _program(env, program_id):
        program = env["loyalty.program"].browse(program_id).exists()
        if not program or program.program_type != "loyalty":
            raise UserError("kopilka:not_found")
        return program

    @staticmethod
    def _locked(env, card_id):
        """The card, as it is now and to the end of the transaction."""
        env.cr.execute("SELECT id FROM loyalty_card WHERE id = %s AND active FOR UPDATE", [card_id])
        if not env.cr.fetchone():
            raise UserError("kopilka:no_such_ref")
        card = env["loyalty.card"].browse(card_id)
        card.invalidate_recordset()
        return card

    @staticmethod
    def _move(env, card, points, why):
        card.points += points
        moved = {"issued": points} if points > 0 else {"used": -points}
        env["loyalty.history"].create({"card_id": card.id, "description": why, **moved})


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    kopilka_reward_id = fields.Many2one("loyalty.reward", readonly=True, ondelete="set null")
    kopilka_card_id = fields.Many2one("loyalty.card", readonly=True, ondelete="set null")
    kopilka_cost = fields.Float(readonly=True)
