"""Which protocols do departments keep, how were they checked, and which plans refer to them?"""

from demo import content
from demo.content import Entry
from demo.lives import Lives
from documents import protocol_choices
from plans import actions as plans
from plans.models import Protocol, ProtocolVersion
from plans.promises import promises_of
from risk.models import Platform


class Keeping:
    """The protocols of the demo; `made` holds the id of each by the key of the data file."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.cast = lives, lives.cast
        self.made: dict[str, int] = {}

    def plan(self) -> None:
        """Note when each version was published and checked, and when plans took one up."""
        note = self.lives.agenda.note
        for entry in content.protocols():
            for version in entry["versions"]:
                note(version["days_ago"], lambda one=entry, said=version: self._publish(one, said))
                if "checked" in version:
                    note(version["checked"]["days_ago"], lambda one=entry, said=version: self._check(one, said))
            for key in entry["used_by"]:
                note(content.plan(key)["begun_days_ago"], lambda one=entry, plan=key: self._take_up(one, plan))

    def _publish(self, entry: Entry, version: Entry) -> None:
        by, text, title = self.cast.holder(entry["org"], "coordinator"), version["text"], entry["title"]
        words = plans.Words(title["en"], title["fr"], text["en"], text["fr"])
        if entry["key"] in self.made:
            protocol = Protocol.objects.get(pk=self.made[entry["key"]])
            plans.write_protocol(protocol, words, seen=protocol.revision, by=by)
        else:
            organization = self.cast.organization(entry["org"])
            platform = Platform.objects.filter(code=entry.get("platform", "")).first()
            protocol = plans.start_protocol(
                organization=organization, kind=entry["type"], platform=platform, words=words, by=by
            )
            self.made[entry["key"]] = protocol.pk
        plans.publish_protocol(protocol, note=version.get("note", ""), by=by)

    def _check(self, entry: Entry, said: Entry) -> None:
        version, check = self._newest(entry), said["checked"]
        missing = set(check.get("not_kept", ()))
        promises = {line.key: line.key not in missing for line in promises_of(version)}
        by = self.cast.holder(entry["org"], "coordinator")
        plans.check_protocol(version, promises=promises, note=check.get("note", ""), by=by)

    def _take_up(self, entry: Entry, plan: str) -> None:
        document, version = self.lives.document(plan), self._newest(entry)
        section = next(one for one in document.outline.sections if any(field.protocol for field in one.fields))
        field = next(field.key for field in section.fields if field.protocol == entry["type"])
        by = self.cast.person(content.plan(plan)["prepared_by"])
        protocol_choices.press(document, section, (protocol_choices.USE, f"{field}:{version.pk}"), by=by)

    def _newest(self, entry: Entry) -> ProtocolVersion:
        versions = ProtocolVersion.objects.filter(protocol=self.made[entry["key"]])
        return versions.select_related("protocol__organization").order_by("-number")[0]
