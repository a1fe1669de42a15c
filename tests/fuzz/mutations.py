"""Ways to damage a workbook: at its bytes, its parts, and the marks inside them."""

import io
import random
import re
import zipfile
import zlib

Parts = dict[str, bytes]

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
ODD_VALUES = (
    b"", b"-1", b"0", b"1", b"NaN", b"1e400", b"99999999999999999999", b"1,234", b"0x10", b"1_0",
    b"\xe0\xb9\x98\xe0\xb9\x95", b"A0", b"A1", b"XFD1048576", b"XFE1", b"A1:", b":", b"1:1", b"A:A",
    b"$A$1:$B$2", b"#REF!", b"true", b"inlineStr", b"s", b"e", b"d", b"b", b"str", b"rId999",
    b"../../etc/passwd", b"_x0000_", b"_xD800_", b"&#65534;", b"&#0;", b"&amp;", b"&nope;", b"\x00",
    b"\xff\xfe", b"\xed\xa0\x80", b"a" * 40_000, b"9" * 5_000, b"2567-13-45T99:99", b"veryHidden",
    b"=1+1", b"<v>1</v>", b"]]>", b"<![CDATA[", b"<!--", b"xl/worksheets/sheet1.xml", b"{0}", b"%s",
)  # fmt: skip


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(parts: Parts) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), body)
    return memory.getvalue()


# ── at the bytes of the file ────────────────────────────────────────────────────────────────────
def flip_bits(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def flip_directory(data: bytes, chance: random.Random) -> bytes:
    """Flip bits where the directory of the zip stands, which a random place rarely meets."""
    start = data.find(b"PK\1\2")
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4))):
        changed[chance.randrange(start, len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def move_bytes(data: bytes, chance: random.Random) -> bytes:
    one, two = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:one] + data[two:] + data[one:two]


def cut_deflate(data: bytes, chance: random.Random) -> bytes:
    """End the compressed bytes of a part early, with a directory that says so too."""
    parts = parts_of(data)
    name = chance.choice(list(parts))
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    short = (packer.compress(parts[name]) + packer.flush())[: chance.randrange(1, 200)]
    whole = packed({name: parts[name], **parts})
    at = whole.find(name.encode()) + len(name.encode())
    return whole[:at] + short + whole[at + len(short) :]


# ── at the parts ────────────────────────────────────────────────────────────────────────────────
def swap_parts(parts: Parts, chance: random.Random) -> Parts:
    one, two = chance.sample(list(parts), 2)
    return {**parts, one: parts[two], two: parts[one]}


def drop_part(parts: Parts, chance: random.Random) -> Parts:
    gone = chance.choice(list(parts))
    return {name: body for name, body in parts.items() if name != gone}


def copy_part(parts: Parts, chance: random.Random) -> Parts:
    one, two = chance.sample(list(parts), 2)
    return {**parts, one: parts[two]}


def cut_part(parts: Parts, chance: random.Random) -> Parts:
    name = chance.choice(list(parts))
    return {**parts, name: parts[name][: chance.randrange(len(parts[name]) + 1)]}


def rename_part(parts: Parts, chance: random.Random) -> Parts:
    gone = chance.choice(list(parts))
    new = chance.choice((gone.upper(), gone.replace("/", "\\"), "/" + gone, gone + "x", "a.xml"))
    return {new if name == gone else name: body for name, body in parts.items()}


# ── at the marks inside a part ──────────────────────────────────────────────────────────────────
def _in_part(parts: Parts, chance: random.Random, pattern: re.Pattern[bytes]) -> tuple[str, object]:
    """Choose a part, the sheets more often than not, and a match in it."""
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    liked = [name for name in names if "sheet" in name or "workbook" in name or "Strings" in name]
    name = chance.choice(liked if liked and chance.random() < 0.8 else names or list(parts))
    start = chance.randrange(max(1, len(parts[name])))
    return name, pattern.search(parts[name], start) or pattern.search(parts[name])


def _replaced(parts: Parts, name: str, span: tuple[int, int], value: bytes) -> Parts:
    body = parts[name]
    return {**parts, name: body[: span[0]] + value + body[span[1] :]}


def drop_tag(parts: Parts, chance: random.Random) -> Parts:
    name, match = _in_part(parts, chance, _TAG)
    return _replaced(parts, name, match.span(), b"") if isinstance(match, re.Match) else parts


def double_tag(parts: Parts, chance: random.Random) -> Parts:
    name, match = _in_part(parts, chance, _TAG)
    if not isinstance(match, re.Match):
        return parts
    return _replaced(parts, name, match.span(), match[0] * chance.choice((2, 3, 1000)))


def drop_attribute(parts: Parts, chance: random.Random) -> Parts:
    name, match = _in_part(parts, chance, _ATTRIBUTE)
    return _replaced(parts, name, match.span(), b"") if isinstance(match, re.Match) else parts


def odd_attribute(parts: Parts, chance: random.Random) -> Parts:
    name, match = _in_part(parts, chance, _ATTRIBUTE)
    if not isinstance(match, re.Match):
        return parts
    return _replaced(parts, name, match.span(2), chance.choice(ODD_VALUES))


def odd_text(parts: Parts, chance: random.Random) -> Parts:
    name, match = _in_part(parts, chance, _TEXT)
    if not isinstance(match, re.Match):
        return parts
    return _replaced(parts, name, match.span(1), chance.choice(ODD_VALUES))


LETTERS = "กขงจชญฎดตทธนบปผพมยรลวสหอฮะาิีึืุูเแโใไๅ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙ๆฯ฿ .,-/–—:;()[]“”0123456789\u200b\u00a0é💯"
WORDS = (
    "ต.ค. 67 - ก.ย. 68", "ไตรมาส", "ไตรมาส 5/2568", "31 กุมภาพันธ์ 2567", "๓๐ ก.พ.", "2567 - 2566",
    "ตลอดปีงบประมาณ", "ทุกวัน", "99/99/9999", "1/1/1", "กองคลัง / กองช่าง และ", "o99", "i0, i1-i999",
    "1-99999999", "o1-o43-o2", "90%", "๙๐.๕ %", "1,2,3", "1e5", "-", "—", "ไม่มี",
    "0 2000 0000 ต่อ 1-999", "http://", "https://[::1", "//a", "ร้อยละ", "(1)(2)(3)",
    "ก" * 5_000, "๑" * 400, "2" * 400,
)  # fmt: skip


def swap_texts(parts: Parts, chance: random.Random) -> Parts:
    """Let two texts of a part change places."""
    name, one = _in_part(parts, chance, _TEXT)
    two = _TEXT.search(parts[name], chance.randrange(max(1, len(parts[name]))))
    if not isinstance(one, re.Match) or two is None or one.span() == two.span():
        return parts
    first, last = sorted((one, two), key=lambda match: match.start())
    changed = _replaced(parts, name, last.span(1), first[1])
    return _replaced(changed, name, first.span(1), last[1])


def other_words(parts: Parts, chance: random.Random) -> Parts:
    """Write odd words of the kind that offices write, or letters at random."""
    name, match = _in_part(parts, chance, _TEXT)
    if not isinstance(match, re.Match):
        return parts
    random_letters = "".join(chance.choices(LETTERS, k=chance.choice((1, 3, 10, 60))))
    written = chance.choice((random_letters, chance.choice(WORDS)))
    return _replaced(parts, name, match.span(1), written.encode())


BYTES = (flip_bits, cut, move_bytes)
ZIPS = (*BYTES, flip_directory, cut_deflate)
PARTS = (
    swap_parts, drop_part, copy_part, cut_part, rename_part, drop_tag, double_tag, drop_attribute,
    odd_attribute, odd_text, drop_tag, odd_attribute, odd_text, swap_texts, swap_texts,
    other_words, other_words, other_words, other_words, other_words, odd_attribute,
)  # fmt: skip


def mutated(sample: bytes, parts: Parts, seed: int) -> tuple[bytes, str]:
    """Give a damaged workbook and the names of the ways; the same seed gives the same one."""
    chance = random.Random(seed)
    if not parts or chance.random() < 0.15:
        way = chance.choice(ZIPS if parts else BYTES)
        return way(sample, chance), way.__name__
    # Half of them stay sound as packages, so that the judges see something odd as well.
    gentle = chance.random() < 0.5
    ways = (swap_texts, other_words) if gentle else PARTS
    names = []
    for _ in range(chance.choice((3, 40) if gentle else (1, 1, 2, 3, 6))):
        if len(parts) < 2:
            break
        change = chance.choice(ways)
        parts = change(parts, chance)
        names.append(change.__name__)
    return packed(parts), ", ".join(names)
