"""The browser's store: IndexedDB database `kopilka`, version 1. The page's shell reads it too.

Whoever opens it first makes four object stores, without key paths (`outbox` with a key generator):
`kept`, `outbox` (`autoIncrement: true`), `pages`, `keys`. Values are plain objects; numbers of
seconds are unix time. A record that is absent, or is not of this shape, counts as nothing kept.

`kept`, by name:

- `"wallet"`: `{kid, json, etag, as_of, offset, margin, learned_at}`. `kid` is the credential's id
  (12 characters) or null; `json` the text of the last `GET /v1/wallet`, byte for byte, or null
  before the first; `etag` that answer's, or null; `as_of` when it was last known to be true, RFC 3339
  by the server's clock, or null; `offset` seconds to add to the device's clock to get the
  server's (0 until learned); `margin` and `learned_at` how well and when (device's clock) it was
  learned, or null.
- `"session"`: the empty text, present while a session is open here. The refresh token itself is an
  HttpOnly cookie.
- `"leaving"`: the empty text, present when the member signed out and the server has not heard it
  yet. Whatever else is kept then is to be wiped and not to be shown.
- `"settings"`: `{language, theme, text_scale, code_scale, code_form, bright}`, see
  `kopilka.domain.view.Settings`.

`outbox`, by a growing number: `{member, action}`, the member's id and the action as
`loyalty_api.codec.encode_action` writes it. Oldest first; two tabs add without knowing each other.

`pages`, by name: `"history"` and `"purchase/<id>"`: `{json, etag}`, the text of an answer, and the
`etag` of the snapshot it belongs to.

`keys`, by kid: `{qr, manual}`, two CryptoKeys (HMAC, SHA-256, non-extractable, usage `sign`) made by
HKDF-SHA-256 from the device's key with an empty salt and the infos `LW1 qr` and `LW1 manual`.

So the card's code without Python: read `kept["wallet"]`; stop without a `kid` or beside `"leaving"`;
`step = floor((now + offset) / 30)`; sign the code's first 22 characters with `keys[kid].qr`.

Writes are made in one transaction each; a sync holds the Web Lock `kopilka sync`.
"""
