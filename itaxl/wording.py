"""Words for people, in both languages, written in one place."""

from typing import Literal, NamedTuple

Language = Literal["th", "en"]


class Text(NamedTuple):
    """One sentence in Thai and in English; braces in it are slots."""

    th: str
    en: str

    def fill(self, **slots: object) -> "Text":
        """Fill the slots of both languages with the same values."""
        return Text(self.th.format(**slots), self.en.format(**slots))

    def say(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.th if language == "th" else self.en
