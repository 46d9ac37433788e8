"""`/v1/letters/{token}`: less of it, from a link in an e-mail; mail programs press it by themselves."""

from html import escape
from string import Template
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from loyalty_api.programme import ProgramKind
from loyalty_server.dispatches.less import Heard, Wish, heard, said_in, token_of, wish
from loyalty_server.face.asking import Now, RequestLanguage, Settings
from loyalty_server.face.letter_words import WORDS, Words
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import ServerSettings

Token = Annotated[str, Path(max_length=300, pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")]
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex",
}
PAGE: Final = Template("""<!doctype html>
<html lang="$language"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark; --ink: #14211D; --muted: #5E6B66; --paper: #F6F5F1; --box: #FFF;
  --primary: $primary; --on: #FFF }
@media (prefers-color-scheme: dark) { :root { --ink: #EAF1EE; --muted: #9DACA6; --paper: #0E1412;
  --box: #18211E; --primary: $dark; --on: #0E1412 } }
body { background: var(--paper); color: var(--ink); font: 500 17px/1.5 system-ui, sans-serif; margin: 0 }
main { background: var(--box); border-radius: 22px; margin: 12vh auto 0; padding: 24px;
  box-sizing: border-box; width: min(28rem, 100% - 40px) }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; text-wrap: balance } p { color: var(--muted); margin: 0 0 20px; text-wrap: pretty }
button, a { align-items: center; border: 0; border-radius: 16px; box-sizing: border-box; display: flex;
  font: 700 17px system-ui, sans-serif; justify-content: center; min-height: 52px; padding: 8px 16px;
  text-align: center; text-decoration: none; width: 100% }
button { background: var(--primary); color: var(--on); margin: 0 0 12px; cursor: pointer }
.back { background: transparent; border: 2px solid var(--primary); color: var(--primary) }
a { color: var(--primary) } :focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
</style></head><body><main><p>$shop</p><h1>$title</h1><p>$text</p>$buttons<a href="/profile/sent">$settings</a>
</main></body></html>
""")
BUTTON: Final = Template(
    '<form method="post" action="$action"><button class="$look">$words</button></form>'
)
routes = APIRouter(prefix="/v1/letters", include_in_schema=False)


@routes.get("/{token}")
def look(settings: Settings, language: RequestLanguage, now: Now, token: Token) -> Response:
    """Nothing happens before the button is pressed: mail programs open links by themselves."""
    said = said_in(settings.keys, token)
    with settings.database.reading() as session:
        known = heard(session, said, language)
        program = rules_at(session, now, known.language).program
    return _page(settings, known, program, is_done=False)


@routes.post("/{token}")
def press(settings: Settings, language: RequestLanguage, now: Now, token: Token) -> Response:
    """It is so from now on; repeating changes nothing."""
    said = said_in(settings.keys, token)
    settings.database.write(lambda session: wish(session, said, now))
    with settings.database.reading() as session:
        known = heard(session, said, language)
        program = rules_at(session, now, known.language).program
    return _page(settings, known, program, is_done=True)


def _page(settings: ServerSettings, known: Heard, program: Program, *, is_done: bool) -> Response:
    say = WORDS[known.language]
    named = _named(say, known, program.kind)
    offered = known.said.wish.opposite if is_done else known.said.wish
    token = token_of(settings.keys, known.said.saying(offered))
    words = say.take_back if is_done else say.press[known.said.wish]
    title = (say.done if is_done else say.ask)[known.said.wish].format(topic=named)
    filled = PAGE.substitute(
        language=known.language,
        shop=escape(program.name),
        title=escape(title),
        text=escape(say.saved if is_done else say.hint),
        settings=escape(say.settings),
        buttons=BUTTON.substitute(
            action=escape(token), words=escape(words), look="back" if is_done else ""
        ),
        primary=settings.look.light.get("primary", "#146B55"),
        dark=settings.look.dark.get("primary", "#6FD3B6"),
    )
    return HTMLResponse(filled, headers=HEADERS)


def _named(say: Words, known: Heard, kind: ProgramKind) -> str:
    """What it is about, of a link that has a topic."""
    if known.said.wish in (Wish.NO_CHANNEL, Wish.CHANNEL):
        return ""
    return say.topic(known.topic, kind)
