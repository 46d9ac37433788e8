"""Which passes this server can give: those whose keys it was started with."""

from dataclasses import dataclass, field

from loyalty_api.models import Capability
from loyalty_server.passes.apple_push import Pusher
from loyalty_server.passes.apple_signer import AppleSigner
from loyalty_server.passes.google_issuer import GoogleIssuer


@dataclass(frozen=True)
class AppleIssuer:
    """Signs passes and tells their devices of changes."""

    signer: AppleSigner
    pusher: Pusher = field(repr=False)


@dataclass(frozen=True)
class Issuers:
    """Each is None where nothing was configured for it."""

    apple: AppleIssuer | None = None
    google: GoogleIssuer | None = None

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What the snapshot tells of it."""
        told = {
            Capability.IN_APPLES_WALLET: self.apple,
            Capability.IN_GOOGLES_WALLET: self.google,
        }
        return tuple(name.value for name, issuer in told.items() if issuer)
