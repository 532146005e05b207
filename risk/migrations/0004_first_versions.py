"""What was signed before versions had numbers becomes version 1; what was shared waits for the entity's agreement."""

from django.db import migrations

from govsocial.core import ledger


def name_first_versions(apps, schema_editor):
    assessments = apps.get_model("risk", "Assessment").objects.filter(signed_on__isnull=False, effective=None)
    versions = apps.get_model("risk", "AssessmentVersion").objects
    for one in assessments.select_related("signed_by").exclude(signed_by=None):
        facts = {
            "title_en": one.title_en,
            "title_fr": one.title_fr,
            "reference": one.reference,
            "uses": one.uses,
            "conditions": [],
            "signer_name": one.signed_by.name,
            "form": "",
            "kept_at": one.reference,
        }
        day = {
            "signed_on": one.signed_on.isoformat(),
            "valid_until": one.valid_until.isoformat() if one.valid_until else "",
            "evidence": "",
            "record": "",
        }
        one.effective = versions.create(
            assessment=one,
            number=1,
            source="outside",
            signed_by=one.signed_by,
            signer_title_en=one.signed_by.title_en,
            signer_title_fr=one.signed_by.title_fr,
            signed_on=one.signed_on,
            valid_until=one.valid_until,
            named_by=one.signed_by,
            named_by_name=one.signed_by.name,
            sha256=ledger.sha256({**facts, **day}),
            **facts,
        )
        one.save(update_fields=["effective"])


class Migration(migrations.Migration):
    dependencies = [("risk", "0003_named_versions")]
    operations = [migrations.RunPython(name_first_versions, migrations.RunPython.noop)]
