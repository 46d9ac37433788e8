"""The checks of partners: what they settle is what their sales gave and took, by their terms."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.versions import rules_of
from loyalty_server.purchases.baskets import lines_of
from loyalty_server.purchases.earning import burn_limit
from loyalty_server.purchases.settlement import Sold, sold_at_partners
from loyalty_server.tables import PurchaseRow


def wrongly_settled(session: Session) -> Iterator[str]:
    """Partners of whom the ledger tells other figures than their receipts do."""
    by_ledger = sold_at_partners(session)
    by_receipts = _sold_by_receipts(session)
    for partner, version in sorted({*by_ledger, *by_receipts}):
        told, due = (found.get((partner, version), Sold()) for found in (by_ledger, by_receipts))
        if told != due:
            yield f"partner {partner} settles {told} by version {version}, its receipts say {due}"


def paid_too_much(session: Session) -> Iterator[str]:
    """Purchases at partners of which points paid a larger share than the partner's terms allow."""
    burned = select(PurchaseRow).where(PurchaseRow.burned + PurchaseRow.held > 0)
    for purchase in session.scalars(burned):
        program = rules_of(session, purchase.program_version).program
        if program.partner_at(purchase.store_id) is None:
            continue
        most = burn_limit(program.at(purchase.store_id), lines_of(session, purchase.id))
        points = purchase.burned + purchase.held
        if points > most:
            yield f"purchase {purchase.id} is paid with {points} points, where {most} may pay"


def _sold_by_receipts(session: Session) -> dict[tuple[str, int], Sold]:
    found: defaultdict[tuple[str, int], Sold] = defaultdict(Sold)
    of = (PurchaseRow.program_version, PurchaseRow.store_id)
    receipts = (
        select(
            *of,
            func.count(),
            func.sum(PurchaseRow.to_pay - PurchaseRow.refunded),
            func.sum(PurchaseRow.earned - PurchaseRow.reversed),
            func.sum(PurchaseRow.burned - PurchaseRow.restored),
        )
        .where(PurchaseRow.state == PurchaseState.COMPLETED)
        .group_by(*of)
    )
    for version, store_id, *figures in session.execute(receipts):
        if partner := rules_of(session, version).program.partner_at(store_id):
            found[partner.id, version] += Sold(*map(int, figures))
    return found
