"""Makes calls by their names in the contract, and writes down what each was asked and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import httpx

from loyalty_server.app import contract

NAMES = UUID(int=15)


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every call by its name."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in contract()["paths"].items()
        for method, operation in methods.items()
    }


@dataclass
class Recorder:
    """Speaks to one server; `said` is an example of each call, by its name."""

    http: httpx.AsyncClient
    said: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def call(
        self,
        name: str,
        door: Mapping[str, str],
        body: Any = None,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> httpx.Response:
        """One call; it must be answered as the contract says. The last of each name is the example."""
        method, path, operation = operations()[name]
        headers = dict(door)
        if any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", [])):
            headers["Idempotency-Key"] = str(uuid5(NAMES, f"{name} {body} {places}"))
        answer = await self.http.request(
            method, path.format(**places), json=body, headers=headers, params=query
        )
        assert str(answer.status_code) in operation["responses"], f"{name}: {answer.text}"
        example = {} if body is None else {"request": body}
        self.said[name] = example | self._answered(answer)
        return answer

    def _answered(self, answer: httpx.Response) -> dict[str, Any]:
        match answer.headers.get("content-type", "").partition(";")[0]:
            case "application/json":
                return {"response": answer.json()}
            case "text/event-stream":
                return {"response": answer.text}
        return {}
