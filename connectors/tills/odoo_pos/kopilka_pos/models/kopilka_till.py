"""The till of a point of sale at Kopilka: whose card or code was scanned."""

from odoo import _, api, models
from odoo.exceptions import AccessError, UserError

from ..scanning import NotRecognised, reference


class KopilkaTill(models.AbstractModel):
    _name = "kopilka.till"
    _description = "Whose card of the wallet a scanner has read"

    @api.model
    def recognise(self, config_id, raw):
        """The contact, or nothing where Kopilka knows nobody. A code of the app is used up by this."""
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(_("Only the point of sale may ask whose card this is."))
        parameters = self.env["ir.config_parameter"].sudo()
        address = parameters.get_param("kopilka.api")
        key = parameters.get_param(f"kopilka.till_key.{int(config_id)}")
        if not address or not key:
            return False
        try:
            ref = reference(address, key, str(raw)[:200])
        except NotRecognised as no:
            if no.code in ("code_malformed", "code_invalid"):
                return False
            raise UserError(self._words(no.code)) from None
        card = self.env["loyalty.card"].sudo().browse(int(ref or 0)).exists()
        return card.partner_id.id or False

    def _words(self, code):
        return {
            "away": _("Kopilka does not answer: look for the customer by name."),
            "code_used": _("This code was used: ask for the next one."),
            "code_expired": _("This code is too old: ask for the next one."),
            "device_revoked": _("The card is no longer valid on this phone."),
        }.get(code, _("Kopilka did not accept the code (%s).", code))
