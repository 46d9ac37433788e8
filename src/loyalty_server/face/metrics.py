"""What a server tells who watches it, for Prometheus; no label says anything of a member or a till."""

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import QueuePool
from sqlalchemy.exc import SQLAlchemyError

from loyalty_server.face.figures import Totals, figures_now
from loyalty_server.settings import ServerSettings

SCANS: Final = "/v1/till/scans"
RECOGNISED: Final = "recognised"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process, and what its database says when it is asked."""

    def __init__(self, settings: ServerSettings) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kopilka_requests",
            "Answers by route template, status and code of the problem.",
            ("method", "route", "status", "problem"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "kopilka_request_seconds",
            "Until an answer began.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._scans = Counter(
            "kopilka_scans",
            "Cards read at tills, by what came of it.",
            ("outcome",),
            registry=self.registry,
        )
        self.registry.register(_State(settings))

    def note_request(
        self, method: str, route: str, status: int, problem: str, seconds: float
    ) -> None:
        """One answer began after so many seconds; `problem` is its code, or empty."""
        self._requests.labels(method, route, str(int(status)), problem).inc()
        self._seconds.labels(method, route).observe(seconds)
        if route == SCANS:
            self._scans.labels(problem or RECOGNISED).inc()


class _State(Collector):
    """Looked up whenever somebody asks; a database that does not answer leaves its part out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._totals = Totals(settings.database)
        self._totals.so_far()

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database to register this."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Everything as it is now."""
        settings = self._settings
        yield _gauge("streams", "Event streams open in this process.", len(settings.open_streams))
        pool = settings.database.engine.pool
        if isinstance(pool, QueuePool):
            yield _gauge("pool_used", "Database connections in use.", pool.checkedout())
            yield _gauge("pool_size", "Database connections held ready.", pool.size())
        if settings.standby:
            reads = CounterMetricFamily(
                "kopilka_standby_reads", "Reads near, by what came of it.", labels=("outcome",)
            )
            for outcome, times in settings.standby.outcomes.items():
                reads.add_metric((outcome,), times)
            yield reads
        try:
            figures, moved = figures_now(settings), self._totals.so_far()
        except SQLAlchemyError:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield _gauge("open_purchases", "Purchases rung up and not resolved.", figures.purchases)
        yield _gauge("liability_points", "Points members have, pending too.", figures.liability)
        yield _gauge("sweep_lag_seconds", "How long what is due waits for a sweep.", figures.lag)
        depth = GaugeMetricFamily("kopilka_outbox", "What waits to be sent.", labels=("kind",))
        for kind, waiting in figures.outbox.items():
            depth.add_metric((kind,), waiting)
        yield depth
        points = CounterMetricFamily(
            "kopilka_points", "Points moved since this process began.", labels=("how",)
        )
        for how, sum_of_points in moved.items():
            points.add_metric((how,), sum_of_points)
        yield points


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"kopilka_{name}", meaning, value)
