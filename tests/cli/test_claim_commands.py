"""The commands that decide on receipts paid without the card."""

import argparse

from kopilka_cli import claims
from loyalty_api.claims import ClaimRequest
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipt_claims import claim_receipt
from tests.server.shop import Shop


def claimed(shop: Shop, receipt_id: str) -> str:
    """A receipt that a new member claims; the claim's id."""
    member_id, now = shop.join_programme().member_id, shop.clock()
    request = ClaimRequest(receipt_id, now, 100_000)
    return shop.write(
        lambda session: claim_receipt(
            session, rules_at(session, now).program, member_id, request, now
        )
    ).id


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    claims.register(parser.add_subparsers())
    chosen = parser.parse_args(arguments)
    return chosen.run(chosen)


def test_each_claim_is_decided_once(shop: Shop, url: str, capsys) -> None:
    granted, refused = claimed(shop, "77-1"), claimed(shop, "77-2")
    assert run("claims", "list", "--database-url", url) == 0
    told = capsys.readouterr().out
    assert "77-1" in told
    assert "77-2" in told
    assert run("claims", "grant", granted, "--database-url", url) == 0
    assert "points given" in capsys.readouterr().out
    assert run("claims", "refuse", refused, "Чек возвращён", "--database-url", url) == 0
    for decided in (granted, refused, "unknown"):
        assert run("claims", "grant", decided, "--database-url", url) == 1
        assert "not_found" in capsys.readouterr().err
    assert run("claims", "list", "--database-url", url) == 0
    assert "77-" not in capsys.readouterr().out
