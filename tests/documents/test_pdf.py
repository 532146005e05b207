"""A version as a PDF: conforming, the same bytes every time, in the language asked for, carrying what was signed."""

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import page  # page-validation judges PDF/UA and PDF/A
import pikepdf
import pytest
from django.test import Client
from django.utils import timezone, translation

from approvals.models import Decision
from approvals.pdf_appendix import _told
from documents import pdf
from documents.models import Document, Version
from documents.pdf_sections import typeset
from documents.reading import figure
from govsocial.core import ledger
from govsocial.core.transitions import perform
from organizations.models import User
from tests import databases
from tests.factories import documents as factory

ONCE = databases.once("a PDF is made from a version's bytes, whatever database keeps them")

SHIPPED = {
    "Noto-Sans",
    "Noto-Sans-Bold",
    "Noto-Sans-Italic",
    "Lato-Bold",
    "BC-Sans",
    "Govsocial-Symbols",
    "Govsocial-Mono",
}
RISK = {
    "statement": {
        "en": "Because accounts are copied, people could be misled.",
        "fr": "Des comptes copiés trompent le public.",
    },
    "likelihood": "likely",
    "impact": "major",
    "residual_likelihood": "rare",
    "residual_impact": "minor",
}


@pytest.fixture
def strategy_version(coordinator: User, head: User) -> Version:
    strategy = factory.approved_strategy(
        coordinator.memberships.first().organization, coordinator=coordinator, head=head
    )
    return strategy.document.effective_version


@pytest.fixture
def plan_version(
    strategy_version: Version, author: User, coordinator: User, head: User, privacy_advisor: User
) -> Version:
    plan = factory.approved_plan(
        strategy_version.document.strategy,
        factory.platform(),
        author=author,
        coordinator=coordinator,
        head=head,
        privacy_advisor=privacy_advisor,
        e_risks=[RISK],
    )
    return Document.objects.get(pk=plan.pk).effective_version


def rewritten(version: Version, change: Callable[[dict[str, Any]], None]) -> Version:
    """Return a further version of the same document, whose content `change` altered."""
    content = json.loads(version.content)
    change(content)
    return Version.objects.create(
        document=version.document,
        number=version.document.versions.count() + 1,
        content=ledger.canonical(content).decode(),
        sha256=ledger.sha256(content),
        section_hashes=version.section_hashes,
        created_by=version.created_by,
        created_by_name=version.created_by_name,
    )


def answering(field: str, **texts: str) -> Callable[[dict[str, Any]], None]:
    """Return a change that gives one question exactly these answers."""

    def change(content: dict[str, Any]) -> None:
        section = next(one for one in content["sections"] if field.startswith((f"{one['key']}_", one["key"])))
        section["answers"][field] = texts

    return change


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below `node`, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def html(version: Version, language: str) -> str:
    with translation.override(language):
        return pdf._page(version, language)


@pytest.mark.pdf
@ONCE
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_plan_is_accessible_and_fit_for_archives(plan_version: Version, language: str, tmp_path: Any) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf.render(plan_version, language))

    failures = [str(one) for profile in ("ua1", "3a") for one in page.validate_pdf(str(path), profile=profile).failures]

    assert failures == []
    with pikepdf.open(path) as found:
        assert str(found.Root.Lang) == f"{language}-CA"
        assert str(found.docinfo["/Title"]).startswith(
            {"en": "Parks Canada on X", "fr": "Parcs Canada sur X"}[language]
        )


@pytest.mark.pdf
@ONCE
def test_the_same_version_gives_the_same_bytes(plan_version: Version) -> None:
    first = pdf.render(plan_version, "en")

    with translation.override("fr"):
        second = pdf.render(Version.objects.get(pk=plan_version.pk), "en")

    assert hashlib.sha256(second).hexdigest() == hashlib.sha256(first).hexdigest()


@pytest.mark.pdf
@ONCE
def test_the_signed_bytes_are_attached(plan_version: Version) -> None:
    found = opened(pdf.render(plan_version, "fr"))

    name = pdf.attachment_name(plan_version)
    assert hashlib.sha256(found.attachments[name].get_file().read_bytes()).hexdigest() == plan_version.sha256
    assert str(found.Root.AF[0].AFRelationship) == "/Source"


@pytest.mark.pdf
@ONCE
def test_a_passage_in_the_other_language_is_tagged_and_told(plan_version: Version) -> None:
    version = rewritten(plan_version, answering("d_escalation", fr="La personne de garde appelle la gestion."))

    found = opened(pdf.render(version, "en"))

    tagged = [one for one in elements(found.Root.StructTreeRoot) if "/Lang" in one]
    assert "fr-CA" in {str(one.Lang) for one in tagged if str(one.S) == "/Div"}
    assert '<p class="only">In French only</p><div class="prose" lang="fr-CA">' in html(version, "en")


@pytest.mark.pdf
@ONCE
def test_every_sign_is_drawn_with_a_shipped_font(plan_version: Version, tmp_path: Any) -> None:
    words = "ᐃᓄᒃᑎᑐᑦ, Tłı̨chǫ and kʷakʷala; ✓ ≤ → 👍🏽"
    version = rewritten(plan_version, answering("d_escalation", en=words))
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf.render(version, "en"))

    with pikepdf.open(path) as found:
        names = {
            str(font.BaseFont).rpartition("+")[2]
            for one in found.pages
            for font in one.Resources.get("/Font", {}).values()
        }
    assert names <= SHIPPED
    assert page.validate_pdf(str(path), profile="ua1").is_compliant
    assert pdf._legible("kʷ 👍 ✓") == "kʷ □ ✓"


@pytest.mark.pdf
@ONCE
def test_lists_sub_headings_and_links_of_a_text_are_tagged(strategy_version: Version, tmp_path: Any) -> None:
    words = "We:\n- post\n  - daily\n- see [the notice](https://www.canada.ca/a)\n\n## At night\n1. **Hide**"
    version = rewritten(strategy_version, answering("value_statement", en=words))
    path = tmp_path / "strategy.pdf"
    path.write_bytes(pdf.render(version, "en"))

    with pikepdf.open(path) as found:
        tags = [str(one.S) for one in elements(found.Root.StructTreeRoot)]
        addresses = [str(one.A.URI) for page_ in found.pages for one in page_.get("/Annots", []) if "/A" in one]
    assert tags.count("/L") >= 3
    assert {"/LI", "/Link", "/H4"} <= set(tags)
    assert "https://www.canada.ca/a" in addresses
    assert "(https://www.canada.ca/a)" in html(version, "en")
    assert page.validate_pdf(str(path), profile="ua1").is_compliant


@pytest.mark.pdf
@ONCE
@pytest.mark.parametrize("lines", [4, 9, 14, 19])
def test_a_caption_stays_with_its_table(strategy_version: Version, lines: int) -> None:
    version = rewritten(strategy_version, answering("value_statement", en="\n".join(["A line."] * lines)))

    found = opened(pdf.render(version, "en"))

    tables = [one for one in elements(found.Root.StructTreeRoot) if str(one.S) == "/Table"]
    parts = [{str(kid.S) for kid in elements(table)} for table in tables]
    assert [part for part in parts if "/Caption" in part and "/TD" not in part] == []


@pytest.mark.pdf
@ONCE
@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/", "data:text/plain,x"])
def test_nothing_but_shipped_files_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="blocked"):
        pdf._engine().fetcher.fetch(url)


@pytest.mark.pdf
@ONCE
def test_words_of_a_version_are_text_and_never_markup(plan_version: Version) -> None:
    version = rewritten(plan_version, answering("d_escalation", en='<link rel=attachment href="file:///etc/passwd">'))

    assert set(opened(pdf.render(version, "en")).attachments) == {pdf.attachment_name(version)}


def test_the_cover_and_the_record_say_who_decided(plan_version: Version, head: User, privacy_advisor: User) -> None:
    page_ = html(plan_version, "en")

    day = f"{timezone.localdate().day} {timezone.localdate():%B %Y}"
    assert f"Approved on {day} by Hélène Head, Officer, in their own right." in page_
    assert privacy_advisor.name in page_.split("Advice of policy areas")[1]


def test_a_designate_is_named_with_the_principal() -> None:
    at = timezone.datetime(2026, 8, 12, 15, tzinfo=timezone.get_default_timezone())
    decision = Decision(
        outcome="approved",
        name="Dana Deputy",
        title_en="Director",
        capacity="designate",
        on_behalf_of="Hélène Head",
        at=at,
    )

    assert _told(decision) == "Approved on 12 August 2026 by Dana Deputy, Director, as designate of Hélène Head."


def test_a_version_under_review_is_not_taken_for_approved(plan_version: Version) -> None:
    round_ = plan_version.rounds.get()
    version = rewritten(plan_version, lambda content: None)
    version.rounds.create(document=version.document, number=2, policy=round_.policy, opened_by=round_.opened_by)

    page_ = html(version, "en")

    assert "Not approved: under review since" in page_
    assert "Approved on" not in page_


def test_a_revoked_version_does_not_pass_for_one_in_force(plan_version: Version, head: User) -> None:
    perform(plan_version.document, "revoke", by=head, reason="The platform changed its terms.")

    page_ = html(Version.objects.get(pk=plan_version.pk), "en")

    assert "Not in force: the approval was revoked on" in page_
    assert "Approved on" not in page_


def test_a_register_shows_each_level_in_words_and_on_the_matrix(plan_version: Version) -> None:
    page_ = html(plan_version, "en")

    assert "△&nbsp;High" in page_.split("<strong>R1</strong>")[1]
    assert page_.count("<strong>R1</strong>") == 4  # the row, and the matrix of each of the three ratings


def test_french_is_set_as_french_is_written() -> None:
    assert typeset("« Oui » : 40 % de 12 500 $") == "«\u00a0Oui\u00a0»\u00a0: 40\u00a0% de 12\u00a0500\u00a0$"
    with translation.override("fr"):
        assert figure(38000) == "38\u00a0000"
        assert figure("1.5") == "1,5"
    assert figure(38000, is_money=True) == "$38,000"
    assert figure("about ten") == "about ten"


def test_a_question_without_answer_is_told_at_the_end(plan_version: Version) -> None:
    version = rewritten(plan_version, answering("d_escalation"))

    assert "Left blank:" in html(version, "en").split('id="section-d"')[1].split("</section>")[0]


@pytest.mark.pdf
def test_the_auditor_downloads_it(plan_version: Version, auditor: User, as_user: Callable[[User], Client]) -> None:
    response = as_user(auditor).get(f"/en/documents/versions/{plan_version.pk}/fr.pdf")

    assert response["Content-Type"] == "application/pdf"
    name = f"parks-plan-{plan_version.document_id}-v1-fr.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content.startswith(b"%PDF-1.7")


def test_a_stranger_does_not(plan_version: Version, stranger: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(stranger).get(f"/en/documents/versions/{plan_version.pk}/en.pdf").status_code == 404


def test_a_machine_without_pango_says_what_to_do(
    plan_version: Version, auditor: User, as_user: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    response = as_user(auditor).get(f"/en/documents/versions/{plan_version.pk}/en.pdf")

    assert response.status_code == 503
    assert b"scripts/system_packages.py pdf" in response.content
