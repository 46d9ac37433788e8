"""Odoo's JSON-RPC (`/jsonrpc`, service `object`): one account, several threads, bounded patience."""

import logging
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import httpx

from loyalty_api.problems import ProblemCode
from loyalty_server.engines.port import EngineAway, NoSuchRef
from loyalty_server.problems import Refused

PATIENCE_SECONDS: Final = 5.0
OURS: Final = "kopilka:"
"""How the add-on begins what it refuses."""
NO_SUCH_REF: Final = "no_such_ref"
USER_ERROR: Final = "odoo.exceptions.UserError"
log = logging.getLogger(__name__)


class Unwilling(EngineAway):
    """Odoo itself said no, in words for a person."""


class OdooRpc:
    """Calls of models' public methods, as the service account."""

    def __init__(
        self,
        url: str,
        database: str,
        login: str,
        secret: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, transport=transport)
        self._database = database
        self._login = login
        self._secret = secret
        self._lock = Lock()
        self._uid: int | None = None
        self._strange: set[str] = set()

    def __call__(self, model: str, method: str, *asked: Any, **named: Any) -> Any:
        """What the method answers, in the context's language where Odoo has that one installed.

        Raises `EngineAway`, `NoSuchRef`, `Refused`.
        """
        language = named.get("context", {}).get("lang")
        if language is None:
            return self._called(model, method, asked, named)
        if language not in self._strange:
            try:
                return self._called(model, method, asked, named)
            except Unwilling:
                log.warning("Odoo refuses %s: its own language is shown", language)
                self._strange.add(language)
        return self._called(model, method, asked, {**named, "context": {}})

    def _called(
        self, model: str, method: str, asked: tuple[Any, ...], named: Mapping[str, Any]
    ) -> Any:
        words: tuple[Any, ...] = (
            self._database,
            self._signed_in(),
            self._secret,
            model,
            method,
            asked,
            named,
        )
        return self._post("object", "execute_kw", words)

    def _signed_in(self) -> int:
        with self._lock:
            if self._uid is None:
                words: tuple[Any, ...] = (self._database, self._login, self._secret, {})
                found = self._post("common", "authenticate", words)
                if not isinstance(found, int) or found is False:
                    raise EngineAway("Odoo does not know the service account, or its secret")
                self._uid = found
            return self._uid

    def _post(self, service: str, method: str, words: tuple[Any, ...]) -> Any:
        params = {"service": service, "method": method, "args": words}
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        try:
            answer = self._http.post("/jsonrpc", json=body).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise EngineAway(f"Odoo: {type(error).__name__}") from error
        if fault := answer.get("error"):
            raise _said(fault)
        return answer.get("result")


def _said(fault: Mapping[str, Any]) -> Exception:
    """What an error means: the add-on's own words, or something that nobody foresaw."""
    data = fault.get("data") or {}
    name, message = str(data.get("name")), str(data.get("message"))
    if not message.startswith(OURS):
        log.warning("Odoo answered %r", name)
        return Unwilling(name) if name == USER_ERROR else EngineAway(name)
    code, _, number = message.removeprefix(OURS).partition(":")
    if code == NO_SUCH_REF:
        return NoSuchRef(code)
    try:
        refusal = ProblemCode(code)
    except ValueError:
        return EngineAway(f"the add-on refuses as {code}")
    return Refused(refusal, available=int(float(number))) if number else Refused(refusal)
