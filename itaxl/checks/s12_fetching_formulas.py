"""The words of S12 fetching-formulas."""

from itaxl.checks.base import SpokenCheck
from itaxl.findings import Severity
from itaxl.wording import Text


class FetchingFormulas(SpokenCheck):
    """
    A formula fetches data from outside or runs a command.

    Such formulas are never followed.
    """

    code = "S12"
    name = "fetching-formulas"
    why = "สูตรที่เรียกข้อมูลจากภายนอกไม่ถูกเรียกตามในทุกกรณี"
    severity = Severity.NOTE
    fact = Text(
        th="มีสูตรที่เรียกข้อมูลจากภายนอก {seen} ระบบไม่เรียกตาม",
        en="a formula fetches data from outside {seen}; it was not followed",
    )
    remedy = Text(
        th="พิมพ์ค่าลงในช่องแทนสูตร",
        en="type the value in place of the formula",
    )
    wrong = Text(
        th='=WEBSERVICE("…")',
        en='=WEBSERVICE("…")',
    )
    right = Text(
        th="92.35",
        en="92.35",
    )
