"""The check R110 code-of-another-theme."""

from collections.abc import Iterator

from itaxl.checks.base import Case, RowCheck
from itaxl.checks.rows import codes_of
from itaxl.findings import Finding, Severity
from itaxl.rulebooks.model import RuleBook
from itaxl.rulebooks.once import once_per_book
from itaxl.submission import Record
from itaxl.wording import Text


class CodeOfAnotherTheme(RowCheck):
    """
    A code belongs to another theme than the row's.

    A measure may well serve two themes; the coverage of themes is counted by the column.
    """

    code = "R110"
    name = "code-of-another-theme"
    why = "มาตรการหนึ่งตอบได้หลายประเด็น แต่ความครอบคลุมนับตามคอลัมน์ประเด็น"
    severity = Severity.NOTE
    fact = Text(
        th="รหัสข้อ {seen} อยู่ในประเด็น “{expected}” ไม่ใช่ประเด็นของแถวนี้",
        en="the code {seen} belongs to the theme “{expected}”, not to that of this row",
    )
    remedy = Text(
        th="ตรวจประเด็นและรหัสข้อ หากตั้งใจแล้วไม่ต้องแก้ไข",
        en="look at theme and code; if they are meant so, nothing needs mending",
    )
    wrong = Text(
        th="ประเด็น 4 กับรหัส e1",
        en="theme 4 with the code e1",
    )
    right = Text(
        th="ประเด็น 4 กับรหัส i10",
        en="theme 4 with the code i10",
    )

    def look(self, record: Record, case: Case) -> Iterator[Finding]:
        """Yield one note per row, at its codes."""
        theme, codes = record.value("theme"), record.entries.get("codes")
        if theme is None or codes is None:
            return
        homes, own = _homes(case.book), str(theme)
        away = [c for c in codes_of(codes) if c in homes and homes[c][0] != own]
        if away:
            names = dict.fromkeys(homes[c][1] for c in away)
            yield self.at(codes, record, seen=", ".join(away), expected=", ".join(names))


@once_per_book
def _homes(book: RuleBook) -> dict[str, tuple[str, str]]:
    """Give number and title of the theme of every code."""
    return {
        code: (str(theme.number), f"{theme.number}. {theme.name}")
        for code, theme in book.themes_by_item.items()
    }
