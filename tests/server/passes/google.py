"""Google's side as a test plays it: accounts, and a wallet server that keeps classes and objects."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

EMAIL = "wallet@kolos.iam.gserviceaccount.com"
TOKEN_URL = "https://oauth2.googleapis.com/token"
ISSUER = "3388000000000000000"
REST = "/walletobjects/v1"


def account_json(key: rsa.RSAPrivateKey) -> str:
    """The key of a service account, as Google's console gives it."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return json.dumps({"client_email": EMAIL, "private_key": pem, "token_uri": TOKEN_URL})


@dataclass
class Google:
    """Knows the account by its public key; answers 401 to everybody else."""

    public_key: rsa.RSAPublicKey
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    is_away: bool = False
    tokens: int = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("away")
        if str(request.url) == TOKEN_URL:
            return self._token(request)
        if request.headers.get("authorization") != f"Bearer token-{self.tokens}":
            return httpx.Response(401)
        path = request.url.path.removeprefix(REST)
        self.calls.append(f"{request.method} {path}")
        return self._keep(request.method, path, json.loads(request.content))

    def objects(self) -> list[dict[str, Any]]:
        return [one for path, one in self.kept.items() if path.startswith("/loyaltyObject/")]

    def classes(self) -> list[dict[str, Any]]:
        return [one for path, one in self.kept.items() if path.startswith("/loyaltyClass/")]

    def _token(self, request: httpx.Request) -> httpx.Response:
        (assertion,) = parse_qs(request.content.decode())["assertion"]
        claims = jwt.decode(
            assertion,
            self.public_key,
            ["RS256"],
            audience=TOKEN_URL,
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["iss"] == EMAIL
        self.tokens += 1
        return httpx.Response(200, json={"access_token": f"token-{self.tokens}"})

    def _keep(self, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
        if method == "POST":
            path = f"{path}/{body['id']}"
            if path in self.kept:
                return httpx.Response(409)
            self.kept[path] = body
        elif path not in self.kept:
            return httpx.Response(404)
        else:
            changed = {**self.kept[path], **body}
            self.kept[path] = {name: one for name, one in changed.items() if one is not None}
        return httpx.Response(200, json=self.kept[path])
