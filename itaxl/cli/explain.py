"""``itaxl explain``: what a rule means, why it exists, a wrong and a right example."""

from difflib import get_close_matches
from typing import Annotated

import typer

from itaxl.checks import BY_CODE, Check
from itaxl.checks.pages import explained, purpose
from itaxl.cli import screen
from itaxl.cli.options import LanguageOption, language
from itaxl.errors import ItaxlError
from itaxl.thai import western_digits
from itaxl.wording import Language, Text


def explain(
    code: Annotated[str, typer.Argument(help="Code or name of a rule, such as C101 · รหัสข้อค้นพบ")],
    lang: LanguageOption = None,
) -> int:
    """Tell what a rule means, why it exists, a wrong and a right example · อธิบายรหัสข้อค้นพบ."""
    screen.out(page(find(code), language(lang)))
    return 0


def find(code: str) -> Check:
    """Find a check by its code or name. Raises ItaxlError, with the nearest, for an unknown one."""
    wanted = western_digits(code).strip()
    by_name = {check.name: check for check in BY_CODE.values()}
    check = BY_CODE.get(wanted.upper()) or by_name.get(wanted.lower())
    if check is not None:
        return check
    # Letters that look like digits are what people mistype in a code.
    likely = wanted[:1].upper() + wanted[1:].upper().translate(str.maketrans("OIL", "011"))
    near = get_close_matches(likely, BY_CODE, 3, 0.5)
    near += get_close_matches(wanted.lower(), by_name, 3, 0.6)
    raise ItaxlError(
        Text(
            f"ไม่มีรหัส {code} · ใกล้เคียง: {', '.join(near) or '-'}",
            f"there is no code {code}; the nearest: {', '.join(near) or '-'}",
        )
    )


def page(check: Check, language: Language) -> str:
    """Write what a rule means, for the terminal."""
    lines = [f"{check.code} {check.name}", "", purpose(check).say(language), ""]
    lines += [f"{label}: {words}" for label, words in explained(check, language)]
    return "\n".join(lines)
