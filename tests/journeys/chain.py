"""How does the whole chain go: Parks Canada's pair on X, from a blank page to the index and closure, by everybody?

Each journey has a file of its own, so that it has a core of its own.
"""

from collections.abc import Callable
from typing import Any

from documents.models import Document
from tests.journeys import account, later, plan, strategy
from tests.journeys.cast import cast
from tests.journeys.stage import Stage


def play_the_chain(stage: Callable[..., Stage], settings: Any, language: str, *, has_script: bool = True) -> None:
    """Let everybody do their part in a browser, in a language, and tell every fault of the pages at the end."""
    with later.mail_server(settings) as catcher:
        play = cast(stage(language, has_script=has_script))
        approved = strategy.strategy(play)
        planned = plan.plan(play)
        plan.privacy_sign_off(play, planned.document)
        plan.decision(play, planned.document)
        account.submission(play, planned)
        accounts = account.configure(play)
        account.index(play, accounts)
        later.yearly_review(play, approved.document, catcher)
        account.closing(play, accounts)
        later.pdfs(play, Document.objects.get(pk=planned.pk))
        assert not play.stage.faults, "\n".join(play.stage.faults)
