"""What a worker sends, heard without a process of its own."""

from collections.abc import Callable

from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Message, Task


def messages_of(
    work: Callable[[Task, Mailbox], None], task: Task, enough: Callable[[list[Message]], bool]
) -> list[Message]:
    """Return what a worker sends until there is enough."""
    heard: list[Message] = []

    def on_reference(message: Message) -> None:
        heard.append(message)
        if enough(heard):
            mailbox.cancel()

    mailbox = Mailbox(on_reference)
    work(task, mailbox)
    return heard
