/** @odoo-module */

/** Whether a scanner has read the wallet: the app's code, or the number of one of its cards. */
export function isOfWallet(text) {
    return /^(LW1[0-9A-Z]{35}|2[0-9]{12})$/.test(text.toUpperCase());
}
