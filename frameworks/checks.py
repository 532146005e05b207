"""May the application start with the policy packs that it has?"""

from django.core.checks import Error, register

from frameworks import loader


@register()
def packs_are_whole(app_configs=None, **kwargs) -> list[Error]:
    """One error per problem of a pack (frameworks.E001), and one if there is no pack at all (frameworks.E002)."""
    if not loader.codes():
        return [Error("There is no policy pack.", hint=f"Put one in {loader.PACKS}.", id="frameworks.E002")]
    return [error for code in loader.codes() for error in _errors_of(code)]


def _errors_of(code: str) -> list[Error]:
    try:
        loader.get(code)
    except loader.PackError as refusal:
        return [Error(str(problem), obj=code, id="frameworks.E001") for problem in refusal.problems]
    return []
