"""Another library's reader of passes; what it warns of at its import is its own affair."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from edutap.wallet_apple.models.passes import PkPass

__all__ = ["PkPass"]
