"""A folder of messages as it is being read: fetched, followed, marked as seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import Latest, use_latest
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.parts.faults import worded
from loyalty_api.actions import ReadMessages, WriteToSupport
from loyalty_api.messages import READ_AT_ONCE, Folder, Message, Messages


@dataclass(frozen=True)
class FolderPages:
    """Messages, newest first; not `begun` before any were had; `fault` is already worded.

    `on_their_way` is what the member wrote and was not sent when the messages were last asked for.
    """

    messages: tuple[Message, ...] = ()
    next: str | None = None
    begun: bool = False
    fault: str = ""
    on_their_way: tuple[WriteToSupport, ...] = ()

    def refreshed(self, page: Messages, on_their_way: tuple[WriteToSupport, ...]) -> "FolderPages":
        """With a newer first page put before these."""
        older = self.next if self.begun else page.next
        merged = _merged(page.messages, self.messages)
        return FolderPages(merged, older, begun=True, on_their_way=on_their_way)

    def followed_by(self, page: Messages) -> "FolderPages":
        """With the page that comes after these."""
        messages = _merged(self.messages, page.messages)
        return replace(self, messages=messages, next=page.next, fault="")


def use_folder(scene: Scene, folder: Folder) -> Latest[FolderPages]:
    """Follows the folder while it is on screen, and tells the server what was seen of it."""
    pages = use_latest(FolderPages())
    wallet = scene.view.wallet
    unread = wallet.unread if wallet else 0

    written = written_and_waiting(scene)

    async def fetch() -> None:
        try:
            page = await scene.repository.messages(folder)
        except (Unreachable, SignedOut, Refused) as fault:
            words = worded(scene.look, fault)
            pages.change(replace(pages.read(), fault=words, on_their_way=written))
        else:
            pages.change(pages.read().refreshed(page, written))

    new = _unseen(scene, pages.drawn.messages)

    async def tell() -> None:
        if new and scene.visible:
            left = max(0, unread - len(new))
            await scene.repository.act(ReadMessages(new, scene.now, left))

    use_task(fetch, [folder, unread, written, scene.view.offline])
    use_task(tell, [new, scene.visible])
    return pages


def written_and_waiting(scene: Scene) -> tuple[WriteToSupport, ...]:
    """What the member wrote that the shop has not been told yet."""
    return tuple(each for each in scene.view.waiting if isinstance(each, WriteToSupport))


async def fetch_older(scene: Scene, folder: Folder, pages: Latest[FolderPages]) -> None:
    """The page after the last that was had."""
    try:
        page = await scene.repository.messages(folder, pages.read().next)
    except (Unreachable, SignedOut, Refused) as fault:
        pages.change(replace(pages.read(), fault=worded(scene.look, fault)))
    else:
        pages.change(pages.read().followed_by(page))


def _unseen(scene: Scene, messages: Iterable[Message]) -> tuple[str, ...]:
    told = {
        message_id
        for action in scene.view.waiting
        if isinstance(action, ReadMessages)
        for message_id in action.message_ids
    }
    new = [each.id for each in messages if each.read_at is None and each.id not in told]
    return tuple(new[:READ_AT_ONCE])


def _merged(newer: Iterable[Message], older: Iterable[Message]) -> tuple[Message, ...]:
    by_id = {message.id: message for message in newer}
    for message in older:
        by_id.setdefault(message.id, message)
    return tuple(by_id.values())
