"""Does the whole chain hold in a real browser: Parks Canada's pair on X, from a blank page to the index and closure?"""

from collections.abc import Callable
from typing import Any

import pytest

from documents.models import Document
from tests.journeys import account, later, plan, strategy
from tests.journeys.cast import cast
from tests.journeys.stage import Stage


@pytest.mark.pdf
@pytest.mark.obligation("G011")
@pytest.mark.obligation("G013")
@pytest.mark.obligation("G019")
@pytest.mark.obligation("G020")
@pytest.mark.obligation("G029")
@pytest.mark.obligation("G030")
@pytest.mark.obligation("G060")
@pytest.mark.obligation("G078")
@pytest.mark.obligation("G079")
@pytest.mark.obligation("G080")
@pytest.mark.obligation("G081")
@pytest.mark.obligation("G082")
@pytest.mark.obligation("G083")
@pytest.mark.obligation("G087")
@pytest.mark.parametrize(
    ("language", "has_script"),
    [("en", True), ("fr", True), ("en", False)],
    ids=["English", "French", "English-without-JavaScript"],
)
def test_a_pair_of_accounts_goes_from_a_blank_page_to_the_index_and_to_closure(
    stage: Callable[..., Stage], settings: Any, language: str, has_script: bool
) -> None:
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
