"""The official form of an assessment that was signed outside: kept, and opened by its organization and the entity."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govsocial.core.models import Event
from organizations.models import Organization, User
from tests.factories import files
from tests.factories import risk as make

SignIn = Callable[[User], Client]


def test_the_signed_form_is_kept_for_its_organization_and_the_entity(
    department: Organization,
    coordinator: User,
    privacy_advisor: User,
    reviewer: User,
    stranger: User,
    as_user: SignIn,
) -> None:
    pia = make.assessment("pia", make.platform("facebook"), department)
    said = {"name": "Priya Privacy", "signed_on": timezone.localdate().isoformat(), "reference": "GCdocs 1402"}
    form = SimpleUploadedFile("EFVP.pdf", files.picture(4))
    said |= {"way": "scan", "has_read": "on"}
    done = as_user(privacy_advisor).post(reverse("risk:assessment_sign", args=[pia.pk]), {**said, "file": form})
    assert done.status_code == 302
    version = pia.versions.get()
    assert version.evidence_sha256 == version.file.stored.sha256
    address = reverse("risk:signed_form", args=[version.pk])
    page = as_user(coordinator).get(pia.get_absolute_url()).content.decode()
    assert address in page
    got = as_user(reviewer).get(address)
    assert b"".join(got.streaming_content) == files.picture(4)
    assert got["Content-Disposition"] == 'attachment; filename="EFVP.png"'
    assert as_user(stranger).get(address).status_code == 404
    line = Event.objects.get(verb="document.exported")
    assert (line.actor, line.details["file"]) == (reviewer, version.evidence_sha256)
