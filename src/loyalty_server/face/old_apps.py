"""A wallet that is too old hears so, whatever it asks."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty_api.problems import ProblemCode
from loyalty_server.app_versions import AppVersion, version_in
from loyalty_server.face.answers import problem_answer
from loyalty_server.problems import Refused

NAMED: Final = "app-version"


class OnlyAppsOfToday:
    """Answers `upgrade_required` to a wallet that names a version before `oldest`.

    Whoever names none is no wallet of ours: tills, displays, other people's programs.
    """

    def __init__(self, app: ASGIApp, oldest: AppVersion | None) -> None:
        self.app = app
        self.oldest = oldest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.oldest and scope["type"] == "http" and self._is_too_old(scope):
            refusal = Refused(ProblemCode.UPGRADE_REQUIRED, oldest=".".join(map(str, self.oldest)))
            await problem_answer(refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_too_old(self, scope: Scope) -> bool:
        version = version_in(Headers(scope=scope).get(NAMED, ""))
        return version is not None and self.oldest is not None and version < self.oldest
