"""Parts of a package: whichever library inflates them, they come out the same or are refused."""

import zlib
from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.errors import UnreadableError
from itaxl.excel.package import Entry, inflate, inflate_in_chunks


def outcome(unpacked: Callable[[], bytes]) -> bytes | str:
    try:
        return unpacked()
    except UnreadableError as trouble:
        return trouble.code


@given(st.binary(max_size=600), st.integers(1, 200), st.integers(0, 5000), st.integers(0, 255))
@example(b"", 1, 0, 0)
@example(b"<c/>", 200, 2, 1)
def test_both_libraries_inflate_alike(data: bytes, times: int, place: int, change: int) -> None:
    whole = data * times
    packed = bytearray(zlib.compress(whole)[2:-4])
    packed[place % len(packed)] ^= change  # nothing, now and then
    entry = Entry("part", 8, zlib.crc32(whole), len(packed), len(whole), 0)
    cut = entry._replace(packed=len(packed) // 2)
    short = entry._replace(size=max(0, len(whole) - 1))

    for asked in (entry, cut, short):
        quick = outcome(lambda asked=asked: inflate(bytes(packed), asked))  # type: ignore[misc]
        usual = outcome(lambda asked=asked: b"".join(inflate_in_chunks(bytes(packed), asked, 64)))  # type: ignore[misc]
        assert quick == usual
        assert quick in (whole, "F10")
    if not change:
        assert inflate(bytes(packed), entry) == whole
