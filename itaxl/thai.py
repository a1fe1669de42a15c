"""Thai text, digits, months and years: the only place that knows the 543 years between eras."""

import datetime as dt
import re
import unicodedata
from codecs import charmap_decode, charmap_encode
from collections.abc import Iterable
from encodings import cp874
from functools import cache
from typing import NamedTuple

BUDDHIST_OFFSET = 543

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_ALL_DIGITS = {**_THAI_DIGITS, **_WIDE_DIGITS}
_OTHER_DIGIT = re.compile("[๐-๙０-９．％]")
_WESTERN_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# Zero-width and direction marks, soft hyphen, byte order mark: they hide in pasted text.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_CONTROL}]")
_SPACE = re.compile(r"\s+")
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"  # above and below, nikhahit included
_MARKS = f"{_VOWELS}{_TONES}\u0e4c\u0e4e"
_SARA_AA, _NIKHAHIT, _SARA_AM = "\u0e32", "\u0e4d", "\u0e33"
_MARK_RUN = re.compile(
    f"([{_MARKS}]*){_SARA_AM}([{_TONES}]+)|([{_MARKS}]+)([{_SARA_AA}{_SARA_AM}]?)"
)
# Old Thai fonts kept raised and shifted marks in the private use area; PDF text still has them.
_OLD_GLYPHS = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b"
        "\u0e4c\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
# Anything that clean() would change, so that clean text is recognised at one glance.
_ODD_LETTER = re.compile(f"[\u00a0\ufffd\uf700-\uf71a{_NIKHAHIT}{_INVISIBLE}{_CONTROL}]")
# The same at a glance, for what the Thai code page holds: each letter as bits that say which odd
# pairs it may begin, and, four bits further up, which ones it may end. A letter that is odd by
# itself is _ODD.
_ODD = 0x80
_ODD_BYTE = bytes([_ODD])
_EACH_VOWEL = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47"  # nikhahit is odd by itself
_BEGINS = {f"{_TONES}\u0e4c\u0e4e{_SARA_AM}": 1, _EACH_VOWEL: 2, "\u0e40": 4}
_ENDS = {f"{_TONES}\u0e4c\u0e4e": 0x10, _EACH_VOWEL: 0x30, "\u0e40": 0x40}
_ODD_ALONE = f"\u00a0\x7f{_NIKHAHIT}{''.join(map(chr, {*range(32)} - {9, 10, 13}))}"


def _bits(kinds: Iterable[tuple[str, int]]) -> bytes:
    """Make the table that turns the Thai code page into bits."""
    letters = [bytes([code]).decode("cp874", "replace") for code in range(256)]
    return bytes(
        _ODD if one in _ODD_ALONE else sum(bits for kind, bits in kinds if one in kind)
        for one in letters
    )


_BITS = _bits([*_BEGINS.items(), *_ENDS.items()])
_LONGEST = 32_767  # letters a cell holds
_BEGIN_BITS = int.from_bytes(b"\x0f" * _LONGEST, "little")
_ODD_PAIR = re.compile(f"[{_TONES}\u0e4c\u0e4e{_SARA_AM}][{_MARKS}]|[{_VOWELS}][{_VOWELS}]")

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip


def western_digits(text: str) -> str:
    """Write Thai and full-width digits as 0–9 and leave the rest alone."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text
    return text.translate(_ALL_DIGITS)


def thai_digits(text: str) -> str:
    """Write 0–9 as Thai digits."""
    return text.translate(_WESTERN_TO_THAI)


def _tidy(run: re.Match[str]) -> str:
    """Put the marks on one letter in their usual order, each once, sara am as one letter."""
    before, after, marks, vowel = run.groups()
    if after:  # a tone typed after sara am belongs before it
        marks, vowel = before + after, _SARA_AM
    once = dict.fromkeys(marks)
    if vowel == _SARA_AM or (vowel == _SARA_AA and _NIKHAHIT in once):
        once.pop(_NIKHAHIT, None)
        vowel = _SARA_AM
    # Above and below vowels belong before the tone; old programs store them the other way round.
    return "".join(sorted(once, key=lambda mark: mark >= _TONES[0] and mark != _NIKHAHIT)) + vowel


def clean(text: str) -> str:
    """
    Give text in one spelling, words and spaces kept: for showing and for reading.

    NFC, sara am joined, marks in their usual order and each once, invisible and control
    characters out, glyphs of old Thai fonts as the letters they show.
    """
    if text.isascii():
        return text if text.isprintable() else _UNSEEN.sub("", text)
    # Whoever cleans a text will fold it too, and so much the quicker.
    if _KNOWN[text].is_clean:
        return text
    return _put_right(text)


def _put_right(text: str) -> str:
    """Mend all there is."""
    text = _UNSEEN.sub("", text.replace("\u00a0", " ").translate(_OLD_GLYPHS))
    # One mend can make the next one possible, so it goes on until nothing changes.
    while (mended := _mended(text)) != text:
        text = mended
    return text


class _Seen(NamedTuple):
    """
    What is seen of a text: whether there is nothing to mend, and how it is compared.

    ``letters`` are those of the folded text in the Thai code page, where that holds them all.
    """

    is_clean: bool
    folded: str
    letters: bytes | None


def _looked_at(text: str) -> _Seen:
    """Look at a text once for all that is asked of it."""
    letters = _letters(text)
    if letters is None:
        return _Seen(_is_clean(text), *_folded(text))
    # White space goes first: it may stand between the two halves of a sara am.
    bare = letters.translate(_FOLD_BYTES, _SPACE_BYTES)
    if not _is_even(bare):
        return _Seen(_is_even(letters), *_folded(text))
    # Pairs that are apart in the text are none there either; odd spaces are gone from the bare one.
    is_clean = len(letters) <= _LONGEST and _ODD_SPACE.search(letters) is None
    return _Seen(is_clean, charmap_decode(bare, "strict", cp874.decoding_table)[0], bare)


class _Known(dict[str, _Seen]):
    """
    What was seen of texts, which are asked for again by check after check and in the next file.

    Very long ones would fill the memory. Of the others those stay that were asked for among the
    last ``MOST``.
    """

    MOST = 2048
    LONGEST = 1000

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[str, _Seen] = {}

    def __missing__(self, text: str) -> _Seen:
        seen = self._before.get(text) or _looked_at(text)
        if len(text) <= self.LONGEST:
            if len(self) >= self.MOST:
                self._before = dict(self)
                self.clear()
            self[text] = seen
        return seen


_KNOWN = _Known()


def _is_clean(text: str) -> bool:
    """Tell of text of any letters whether there is nothing to mend."""
    return not (
        _ODD_LETTER.search(text)
        or _ODD_PAIR.search(text)
        or "\u0e40\u0e40" in text
        or not unicodedata.is_normalized("NFC", text)
    )


def _is_even(letters: bytes) -> bool:
    """Tell of text in the Thai code page whether there is nothing to mend."""
    bits = letters.translate(_BITS)
    if _ODD_BYTE in bits or len(bits) > _LONGEST:
        return False
    # One number a text, eight bits a letter: shifted by a letter and a half, what each letter may
    # end meets what its left neighbour may begin. Thai marks are in the order of NFC when none of
    # these pairs stands in the text.
    number = int.from_bytes(bits, "little")
    return not number & (number >> 12) & _BEGIN_BITS


def _mended(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\u0e40\u0e40", "\u0e41").replace("\ufffd" + _SARA_AM, _SARA_AM)
    return _MARK_RUN.sub(_tidy, text)


def one_line(text: str) -> str:
    """Give cleaned text with every run of white space as one space."""
    return " ".join(clean(text).split())


def _folded(text: str) -> tuple[str, bytes | None]:
    """Fold step by step what the Thai code page does not hold, or what has to be mended."""
    bare = "".join(text.split())
    folded = western_digits(bare if _is_clean(bare) else _put_right(bare)).casefold()
    return folded, _letters(folded)


def _letters(text: str) -> bytes | None:
    """Give a text in the Thai code page; None for letters of other scripts, or invisible ones."""
    try:
        return charmap_encode(text, "strict", cp874.encoding_table)[0]
    except UnicodeEncodeError:
        return None


def _folding(code: int) -> int:
    """Fold one letter of the Thai code page."""
    letter = bytes([code]).decode("cp874", "replace")
    folded = letter.translate(_ALL_DIGITS).casefold().encode("cp874", "replace")
    return folded[0] if letter != "\ufffd" and len(folded) == 1 else code


_FOLD_BYTES = bytes(map(_folding, range(256)))
_SPACE_BYTES = bytes(n for n in range(256) if bytes([n]).decode("cp874", "replace").isspace())
_ODD_SPACE = re.compile(b"[%b]" % re.escape(bytes(n for n in _SPACE_BYTES if _BITS[n] == _ODD)))


def fold(text: str) -> str:
    """
    Give the form texts are compared in: cleaned, no white space at all, western digits, lower case.

    For comparing only, never for keeping: spaces inside words are the commonest damage of all.
    """
    return _KNOWN[text].folded


def folded_letters(text: str) -> bytes | None:
    """Give what ``fold`` gives in the Thai code page, a byte a letter; None if that lacks one."""
    return _KNOWN[text].letters


@cache
def _marks() -> re.Pattern[str]:
    """Match the letters of the basic plane that take no column of their own."""
    none = [chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) in {"Mn", "Cf"}]
    return re.compile(f"[{re.escape(''.join(none))}]")


def width(text: str) -> int:
    """Count the columns a line of text takes: marks above and below take none."""
    if text.isascii():
        return len(text)
    if max(text) > "\uffff":
        return sum(1 for letter in text if unicodedata.category(letter) not in {"Mn", "Cf"})
    return len(text) - len(_marks().findall(text))


def buddhist(year: int) -> int:
    """Turn a Gregorian year into a Buddhist one."""
    return year + BUDDHIST_OFFSET


def gregorian(year: int) -> int:
    """Turn a Buddhist year into a Gregorian one."""
    return year - BUDDHIST_OFFSET


def fiscal_year(day: dt.date) -> int:
    """Name the fiscal year (Buddhist) a day lies in: 1 October begins the next one."""
    return buddhist(day.year) + (day.month >= 10)


def fiscal_start(year: int) -> dt.date:
    """Give the first day of a fiscal year (Buddhist)."""
    return dt.date(gregorian(year) - 1, 10, 1)


def fiscal_end(year: int) -> dt.date:
    """Give the last day of a fiscal year (Buddhist)."""
    return dt.date(gregorian(year), 9, 30)


def say_date(day: dt.date, *, short: bool = False) -> str:
    """Write a date as officials do, with the Buddhist year: 1 ตุลาคม 2567, short 1 ต.ค. 2567."""
    names = SHORT_MONTHS if short else MONTHS
    return f"{day.day} {names[day.month - 1]} {buddhist(day.year)}"
