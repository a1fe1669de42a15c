"""Trouble of our own: what ends an errand, told in one sentence of both languages."""

from itaxl.wording import Text


class ItaxlError(Exception):
    """An errand could not be done; the text says where and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __reduce__(self) -> tuple[type["ItaxlError"], tuple[Text]]:
        # Exceptions pickle their args; ours is the Text, which must cross a process border whole.
        return type(self), (self.text,)


class UnreadableError(ItaxlError):
    """
    A file that cannot be read as a workbook.

    ``code`` names the cause; the catalogue of checks holds its words. ``seen`` quotes what was met
    and ``part`` names the damaged part of the package.
    """

    def __init__(self, code: str, seen: str = "", part: str = "") -> None:
        super().__init__(
            Text(
                f"อ่านไฟล์ไม่ได้ ({code}) {seen} {part}", f"cannot read the file ({code}) {seen} {part}"
            )
        )
        self.code = code
        self.seen = seen
        self.part = part

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[str, str, str]]:  # type: ignore[override]
        return type(self), (self.code, self.seen, self.part)


class RuleBookError(ItaxlError):
    """A rule book is missing or has faults; the text lists all of them."""


class OutputError(ItaxlError):
    """An output could not be written; what stood there before is untouched."""


class StoppedError(ItaxlError):
    """The person at the keyboard stopped the errand; the text says what was done and what not."""
