"""`verify_ledger` names the line that somebody changed by hand, whichever way; `doctor` says what is missing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from govsocial.core import append_only, ledger
from govsocial.core.models import Event, LedgerHead
from organizations.models import Organization


@pytest.fixture
def lines(department: Organization) -> int:
    """Write five lines, then take the triggers off, as somebody with the database's password could."""
    for number in range(5):
        ledger.record("test.happened", subject=department, by=None, reason=f"Reason {number}")
    append_only.remove_triggers()
    return 5


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify() -> str:
    """Return what the command prints; it must fail."""
    out = StringIO()
    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_ledger", stdout=out)
    return out.getvalue()


def test_an_untouched_ledger_is_whole(lines: int) -> None:
    out = StringIO()

    call_command("verify_ledger", stdout=out)

    assert out.getvalue().strip() == f"whole: 5 lines, 0 records, head {LedgerHead.objects.get().hash}"


def test_an_empty_ledger_is_whole(db: None) -> None:
    out = StringIO()

    call_command("verify_ledger", stdout=out)

    assert out.getvalue().startswith("whole: 0 lines")


def test_an_edited_line_is_named(lines: int) -> None:
    sql("UPDATE core_event SET verb = 'test.never' WHERE seq = 3")

    assert verify() == "line 3 was changed after it was written\n"


def test_an_edited_line_with_its_hash_made_again_breaks_the_next(lines: int) -> None:
    forged = Event.objects.get(seq=3)
    forged.verb = "test.never"
    sql("UPDATE core_event SET verb = 'test.never', hash = %s WHERE seq = 3", ledger.line_hash(forged))

    assert verify() == "line 4 does not follow from the line before it\n"


def test_a_deleted_line_is_missed(lines: int) -> None:
    sql("DELETE FROM core_eventpersonal WHERE event_id = 3")
    sql("DELETE FROM core_event WHERE seq = 3")

    said = verify()

    assert "line 3 is missing; line 4 follows\n" in said
    assert "line 4 does not follow from the line before it\n" in said


def test_swapped_lines_are_named(lines: int) -> None:
    sql("DELETE FROM core_eventpersonal")
    for before, after in ((2, 90), (3, 2), (90, 3)):
        sql("UPDATE core_event SET seq = %s WHERE seq = %s", after, before)

    said = verify()

    assert "line 2 was changed after it was written\n" in said
    assert "line 3 was changed after it was written\n" in said


def test_a_cut_tail_is_noticed(lines: int) -> None:
    sql("DELETE FROM core_eventpersonal WHERE event_id > 3")
    sql("DELETE FROM core_event WHERE seq > 3")

    assert verify().startswith("line 3 is the last line, but the ledger should end at line 5")


def test_changed_names_and_words_are_named(lines: int) -> None:
    sql("UPDATE core_eventpersonal SET reason = 'Another reason' WHERE event_id = 2")

    assert verify() == "line 2 has names or words that were changed\n"


def test_shredded_names_leave_the_chain_whole(lines: int) -> None:
    sql("DELETE FROM core_eventpersonal WHERE event_id = 2")
    out = StringIO()

    call_command("verify_ledger", stdout=out)

    assert out.getvalue().startswith("whole: 5 lines")


def test_only_so_many_faults_are_told(lines: int) -> None:
    sql("UPDATE core_event SET verb = 'test.never'")
    out = StringIO()

    with pytest.raises(CommandError, match="2 faults or more"):
        call_command("verify_ledger", "--most", "2", stdout=out)

    assert out.getvalue().count("line") == 2


def examine() -> str:
    """Return what the doctor says, whether or not something must be mended."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_the_doctor_finds_the_database_and_the_entity_in_order(entity: Organization) -> None:
    said = examine()

    assert "All migrations are applied." in said
    assert "The triggers that keep signed records unchanged stand." in said
    assert "There is one central entity." in said
    assert "every policy pack is whole" in said


def test_the_doctor_misses_the_entity_and_the_triggers(department: Organization) -> None:
    append_only.remove_triggers()

    said = examine()

    assert "There are 0 central entities" in said
    assert "triggers that keep signed records unchanged are missing" in said
    assert "must be mended" in said


def test_the_doctor_wants_a_real_key_and_real_mail_in_production(entity: Organization, settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    settings.SECRET_KEY = "short"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    said = examine()

    assert "MEND  SECRET_KEY is short." in said
    assert "MEND  Letters go to the console and to nobody." in said


def test_the_doctor_says_when_the_mail_server_is_away(entity: Organization, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert "The mail server 127.0.0.1 does not answer" in examine()
