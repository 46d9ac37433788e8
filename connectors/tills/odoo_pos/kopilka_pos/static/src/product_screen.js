/** @odoo-module */

import { patch } from "@web/core/utils/patch";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { isOfWallet } from "@kopilka_pos/wallet_code";

patch(ProductScreen.prototype, {
    /** A customer by what was scanned: of the wallet by Kopilka, else by the barcode of the contact. */
    async _getPartnerByBarcode(code) {
        const id = isOfWallet(code.code) && (await this._customerOfWallet(code.code));
        if (!id) {
            return super._getPartnerByBarcode(...arguments);
        }
        const loaded = this.pos.models["res.partner"].get(id);
        return loaded || (await this.pos.data.searchRead("res.partner", [["id", "=", id]]))[0];
    },

    _customerOfWallet(text) {
        return this.pos.data.call("kopilka.till", "recognise", [this.pos.config.id, text]);
    },
});
