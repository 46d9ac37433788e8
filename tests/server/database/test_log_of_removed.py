"""What was removed leaves SQLite's log too, also when somebody was reading an older state meanwhile."""

from contextlib import closing
from pathlib import Path

from loyalty_server.database.columns import Base
from loyalty_server.database.engine import Patience
from loyalty_server.database.transactions import Database
from tests.server.shop import Shop


def test_log_is_emptied_once_nobody_reads_an_older_state(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    log = path.with_name("shop.db-wal")
    with closing(Database(f"sqlite:///{path}", Patience(busy=0.01))) as database:
        Base.metadata.create_all(database.engine)
        shop = Shop(database)
        with database.reading() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM member")
            shop.join_programme()
            database.forget_what_was_removed()
            assert database.remembers
        assert log.stat().st_size > 0
        database.forget_what_was_removed()
        assert not database.remembers
        assert log.stat().st_size == 0
