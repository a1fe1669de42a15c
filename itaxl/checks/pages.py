"""
One page per check for people to read, made from its class.

Regenerate the folder with ``python -m itaxl.checks.pages docs/checks``.
"""

import inspect
import re
import sys
from pathlib import Path

from itaxl.checks.base import (
    AcrossCheck,
    CellCheck,
    Check,
    RepairCheck,
    RowCheck,
    SpokenCheck,
)
from itaxl.checks.catalogue import CHECKS
from itaxl.findings import Severity
from itaxl.rulebooks.judged import JUDGED
from itaxl.wording import Language, Text

SEVERITIES = {
    Severity.ERROR: Text("ต้องแก้ไขก่อน จึงจะนับคะแนนหรือข้อมูลนี้ได้", "must be mended before it counts"),
    Severity.CONFIRM: Text(
        "ให้ยืนยัน: แก้ไข หรืออธิบายในช่องเหตุผลของแถวนั้น",
        "to be confirmed: mend it, or give a reason in the row",
    ),
    Severity.NOTE: Text("แจ้งให้ทราบ ไม่ต้องแก้ไข", "for information; nothing must be mended"),
}
_GROUPS = {
    "F": Text("ไฟล์", "The file"),
    "S": Text("โครงสร้างภายในไฟล์", "The package"),
    "W": Text("แบบรายงาน", "The workbook"),
    "H": Text("หัวข้อและแผ่นงาน", "Headings and sheets"),
    "C": Text("ช่อง", "Cells"),
    "R": Text("แถว", "Rows"),
    "T": Text("ตารางมาตรการและแผน", "The table of measures and the plan"),
    "G": Text("คะแนน และทะเบียน (G01–G06)", "Scores, and the register (G01–G06)"),
    "X": Text("ระหว่างหน่วยงาน", "Across submissions"),
}
_LABELS: dict[Language, tuple[str, str, str, str, str, str]] = {
    "th": ("ความสำคัญ", "ที่พบ", "วิธีแก้", "ตัวอย่างที่ผิด", "ตัวอย่างที่ถูก", "ตรวจที่"),
    "en": ("Severity", "What is said", "What to do", "Wrong", "Right", "Looks at"),
}
_LOOKS = (
    (RepairCheck, Text("ช่องที่แก้ให้โดยปลอดภัย", "a cell that was safely repaired")),
    (CellCheck, Text("ช่องเดียว", "one cell")),
    (RowCheck, Text("แถวเดียว", "one row")),
    (AcrossCheck, Text("หลายไฟล์พร้อมกัน", "many files side by side")),
    (SpokenCheck, Text("ไฟล์ก่อนเปิดอ่าน", "the file, before its cells are read")),
    (Check, Text("ทั้งไฟล์", "the whole workbook")),
)


def explained(check: Check, language: Language) -> list[tuple[str, str]]:
    """Give label and words of all that is told of a check, in reading order."""
    severity, fact, remedy, wrong, right, looks = _LABELS[language]
    place = next(text for kind, text in _LOOKS if isinstance(check, kind))
    return [
        (severity, SEVERITIES[check.severity].say(language)),
        (looks, place.say(language)),
        (fact, _with_blanks(check.fact.say(language))),
        (remedy, _with_blanks(check.remedy.say(language))),
        (wrong, check.wrong.say(language)),
        (right, check.right.say(language)),
    ]


def purpose(check: Check) -> Text:
    """Give why a check matters; in English with what the fault is, as its class tells it."""
    return Text(check.why, inspect.cleandoc(check.__doc__ or ""))


def page(check: Check) -> str:
    """Write the page of one check in Markdown, Thai first."""
    lines = [f"# {check.code} {check.name}", "", purpose(check).en, ""]
    titles: tuple[tuple[Language, str], ...] = (("th", "ภาษาไทย"), ("en", "English"))
    for language, title in titles:
        lines += [f"## {title}", ""]
        lines += [purpose(check).th, ""] if language == "th" else []
        lines += [f"- **{label}:** {_plain(words)}" for label, words in explained(check, language)]
        lines += [f"- {_LEFT.say(language)} {_plain(left.say(language))}" for left in _left(check)]
        lines.append("")
    if check.follows:
        lines += [f"Not told beside {', '.join(check.follows)} at the same place.", ""]
    return "\n".join(lines)


_LEFT = Text("ใบตรวจในแบบรายงานไม่เห็น:", "Not seen by the self-check of the workbook:")


def _left(check: Check) -> tuple[Text, ...]:
    """Give what of a rule the workbook cannot judge by itself."""
    rule = JUDGED.get(check.code)
    return rule.leaves if rule else ()


def pages() -> dict[str, str]:
    """Give every page by its file name, the index README.md among them."""
    return {"README.md": _index(), **{f"{check.code}.md": page(check) for check in CHECKS}}


def _index() -> str:
    lines = [
        "# Checks",
        "",
        "Made from the classes in `itaxl/checks`; regenerate with",
        "`python -m itaxl.checks.pages docs/checks`.",
        "",
    ]
    for letter, title in _GROUPS.items():
        lines += [f"## {title.th} · {title.en}", ""]
        lines += ["| code | name | severity | fact |", "| --- | --- | --- | --- |"]
        lines += [
            f"| [{c.code}]({c.code}.md) | {c.name} | {c.severity} | "
            f"{_plain(_with_blanks(c.fact.th))} |"
            for c in CHECKS
            if c.code.startswith(letter)
        ]
        lines.append("")
    return "\n".join(lines)


def _with_blanks(words: str) -> str:
    """Show the slots of a sentence as an ellipsis."""
    return re.sub(r"\{\w+\}", "…", words).strip()


def _plain(words: str) -> str:
    """Keep Markdown from taking marks of a sentence for its own."""
    return re.sub(r"([|<>*_#\[\]])", r"\\\1", words)


def write(folder: Path) -> None:
    """Write all pages into a folder, and remove pages of checks that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
