"""A test that takes its worker along is lost alone: whoever comes in its place does the rest."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from xdist.remote import Producer
from xdist.workermanage import WorkerController

from tests.scheduler import ByRoom

TESTS = [f"tests/browser/test_a.py::test_{number}" for number in range(4)]
TESTS += [f"tests/server/test_b.py::test_{number}" for number in range(4)]


@dataclass(eq=False)
class Worker:
    """Takes down what it is told to run."""

    told: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    shutting_down: bool = False

    @property
    def gateway(self) -> Any:
        return SimpleNamespace(id=id(self))

    def send_runtest_some(self, indices: list[int]) -> None:
        self.told += [TESTS[index] for index in indices]

    def shutdown(self) -> None:
        self.shutting_down = True


def begun(scheduler: ByRoom, worker: Worker) -> None:
    """One more worker that knows the tests."""
    node = cast("WorkerController", worker)
    scheduler.add_node(node)
    scheduler.add_node_collection(node, TESTS)


def does_all(scheduler: ByRoom, worker: Worker) -> None:
    """What a worker does that begins a test once it knows the next, or that there is none."""
    while len(worker.told) - len(worker.done) > (0 if worker.shutting_down else 1):
        test = worker.told[len(worker.done)]
        worker.done.append(test)
        scheduler.mark_test_complete(cast("WorkerController", worker), TESTS.index(test))


def test_lost_test_is_named_and_the_rest_is_done_by_others() -> None:
    options = SimpleNamespace(loadscopereorder=True)
    config: Any = SimpleNamespace(getvalue=lambda _: ["2*popen"], option=options)
    scheduler = ByRoom(config, Producer("scheduler"))
    first, second, third = Worker(), Worker(), Worker()
    for worker in (first, second):
        begun(scheduler, worker)
    scheduler.schedule()
    lost = scheduler.remove_node(cast("WorkerController", first))
    assert lost == first.told[0]
    begun(scheduler, third)
    scheduler.schedule()
    for worker in (second, third, second):
        does_all(scheduler, worker)
    assert sorted([*second.done, *third.done, lost]) == sorted(TESTS)
