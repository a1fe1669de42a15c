"""Bytes that we pack ourselves: any program unpacks them, and their sums are right."""

import base64
import io
import random
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from itaxl.excel.deflating import Packer, Sums, put_packed

pieces = st.lists(st.binary(max_size=200) | st.sampled_from([b"", b"ab" * 40_000]), max_size=6)


@given(pieces, st.booleans())
def test_what_is_packed_unpacks_and_is_summed_up(data: list[bytes], packed: bool) -> None:
    packer = Packer(packed=packed)
    made = b"".join(map(packer.pack, data)) + packer.finish()

    whole = b"".join(data)
    assert zlib.decompress(made, -15) == whole
    assert packer.sums == (len(whole), zlib.crc32(whole))


@given(pieces, pieces)
def test_two_who_pack_make_one_part(above: list[bytes], below: list[bytes]) -> None:
    first, then = Packer(), Packer(2)
    head = b"".join(map(first.pack, above)) + first.pause()
    tail = b"".join(map(then.pack, below)) + then.finish()
    sums = first.sums.then(then.sums)

    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr("before", b"x")
        put_packed(package, "part", [head, io.BytesIO(tail)], lambda: sums)
        package.writestr("after", b"y")
    with zipfile.ZipFile(memory) as package:
        assert package.testzip() is None
        assert package.read("part") == b"".join([*above, *below])
        assert (package.read("before"), package.read("after")) == (b"x", b"y")
    assert sums == (len(b"".join([*above, *below])), zlib.crc32(b"".join([*above, *below])))


def test_bytes_that_were_packed_before_lose_a_quarter_as_text() -> None:
    text = base64.b64encode(random.Random(1).randbytes(300_000))
    usual, quick = Packer(), Packer(packed=True)

    short = len(quick.pack(text) + quick.finish())
    assert short < 0.76 * len(text)  # six bits a letter
    assert short <= len(usual.pack(text) + usual.finish())


def test_nothing_is_summed_up_as_nothing() -> None:
    assert Sums() == (0, zlib.crc32(b""))
