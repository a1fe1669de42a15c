"""
Big flat tables: drawn with their headings only, their rows then written straight into the package.

So a table of any length is drawn in the memory of a few rows. The library draws everything else;
what it made is taken apart and put together again with the rows in their place.
"""

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from itaxl.cells import MAX_ROW, Area, address
from itaxl.excel.deflating import Packer, beside, chunks, put_packed
from itaxl.excel.library import fault
from itaxl.excel.rowxml import Rows, Shared
from itaxl.plans import SheetPlan, TablePlan

if TYPE_CHECKING:
    from itaxl.excel.ahead import Ahead

STREAMED_CELLS = 1000  # fewer cells are not worth the second package
MAX_BYTES = zipfile.ZIP64_LIMIT  # of a sheet; Excel mends packages in the format for longer ones

_SHARED = "xl/sharedStrings.xml"
_COUNTS = re.compile(rb' count="(\d+)" uniqueCount="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"/>')
_LINKS_END = re.compile("</hyperlinks>|<printOptions|<pageMargins")  # margins are always set


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows that a sheet still lacks: the numbers of its part and of the table's, from 1."""

    sheet: int
    area: Area  # headings and one row below: what was drawn
    rows: Rows
    table: int = 0  # 0 where it is no Excel table
    count: int | None = None  # rows there should be
    packed: bool = False  # its texts are packed already
    ahead: "Ahead | None" = None  # who draws them, where that was begun before

    def whole(self) -> Area:
        """The table with the rows that were written."""
        return self.area._replace(last_row=self.rows.last_row)


def streamed(plan: SheetPlan) -> tuple[TablePlan, ...]:
    """Choose the tables whose rows share their lines with nothing else, and are worth it."""
    big = [table for table in plan.tables if _is_big(table)]
    if not big or not isinstance(plan.cells, Collection):
        return ()
    if not isinstance(plan.overlay, Collection):
        return ()
    taken = list(_taken(plan))
    return tuple(table for table in big if _is_alone(table, plan.tables, taken))


def _is_big(table: TablePlan) -> bool:
    if table.blank_rows:
        return False
    count = length(table)
    return count is None or count * len(table.columns) >= STREAMED_CELLS


def length(table: TablePlan) -> int | None:
    """Count the rows of a table; None where only reading them tells."""
    if table.count is not None:
        return table.count
    return len(table.rows) if isinstance(table.rows, Sized) else None


def _taken(plan: SheetPlan) -> Iterator[tuple[int, int]]:
    """First and last lines of everything that is no table."""
    for cells in (plan.cells, plan.overlay, plan.pictures):
        yield from ((cell.row, cell.row) for cell in cells)
    yield from ((merge.area.first_row, merge.area.last_row) for merge in plan.merges)
    yield from ((row, row) for row in plan.heights)


def _is_alone(
    table: TablePlan, tables: Iterable[TablePlan], taken: Iterable[tuple[int, int]]
) -> bool:
    first, last = table.row + 1, _last_row(table)
    others = ((other.row, _last_row(other)) for other in tables if other is not table)
    return not any(top <= last and bottom >= first for top, bottom in (*taken, *others))


def _last_row(table: TablePlan) -> int:
    count = length(table)
    return MAX_ROW if count is None else table.row + max(count, 1) + table.blank_rows


def pour(drawn: BinaryIO, streams: Sequence[Stream], target: str | BinaryIO) -> None:
    """Put a workbook together from what was drawn and the rows it lacks."""
    sheets: dict[str, list[Stream]] = {}
    for stream in sorted(streams, key=lambda each: each.area.first_row):
        sheets.setdefault(f"xl/worksheets/sheet{stream.sheet}.xml", []).append(stream)
    tables = {f"xl/tables/table{each.table}.xml": each for each in streams if each.table}
    with (
        zipfile.ZipFile(drawn) as parts,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        shared = Shared(_shared_texts(parts))
        ahead = {name for name, some in sheets.items() if any(stream.ahead for stream in some)}
        # Sheets that others are drawing come when all else has been drawn, tables and shared texts
        # after them: all rows are known by then.
        order = {**dict.fromkeys(ahead, 1), **dict.fromkeys([*tables, _SHARED], 2)}
        for name in sorted(parts.namelist(), key=lambda name: order.get(name, 0)):
            data = parts.read(name)
            if name in sheets:
                _pour_sheet(package, name, data.decode(), sheets[name], shared)
                continue
            if name in tables:
                data = _stretched(data, tables[name])
            elif name == _SHARED:
                for each in (stream.ahead for stream in streams if stream.ahead):
                    data = each.placed(data)
                data = _shared(data, shared)
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _pour_sheet(
    package: zipfile.ZipFile, name: str, xml: str, streams: list[Stream], shared: Shared
) -> None:
    if len(streams) == 1 and streams[0].ahead:
        _pour_ahead(package, name, xml, streams[0])
        return
    packer = Packer(packed=all(stream.packed for stream in streams))

    def packed() -> Iterator[bytes]:
        yield from beside(packer.pack, _bounded(name, chunks(_sheet(xml, streams, shared))))
        yield packer.finish()

    put_packed(package, name, packed(), lambda: packer.sums)


def _bounded(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Refuse a sheet before it grows too long."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_BYTES:
            raise fault(f"{name}: > {MAX_BYTES:,} bytes")
        yield piece


def _pour_ahead(package: zipfile.ZipFile, name: str, xml: str, stream: Stream) -> None:
    """Copy rows that were packed already between what stands above and below them."""
    assert stream.ahead is not None
    stretch, packed = stream.ahead.stretch()
    stream.rows.count = stretch.rows
    stream.rows.last_row += max(stretch.rows, 1)
    pieces = _sheet(xml, [stream], None)
    head, tail = next(pieces).encode(), "".join(pieces).encode()
    above, below = Packer(), Packer()
    begin = above.pack(head) + above.pause()
    end = below.pack(tail) + below.finish()
    sums = above.sums.then(stretch.sums).then(below.sums)
    if sums.size > MAX_BYTES:
        raise fault(f"{name}: > {MAX_BYTES:,} bytes")
    packed.seek(0)
    put_packed(package, name, (begin, packed, end), lambda: sums)


def _sheet(xml: str, streams: list[Stream], shared: Shared | None) -> Iterator[str]:
    """Give a sheet piece by piece, each table with its rows, if wanted, below its headings."""
    xml = _DIMENSION.sub(lambda found: _dimension(found, streams), xml, count=1)
    for stream in streams:
        headings = xml.index(f'<row r="{stream.area.first_row}"')
        end = xml.index("</row>", headings) + len("</row>")
        yield xml[:end]
        if shared is not None:
            yield from stream.rows.xml(shared)
        if stream.count is not None and stream.rows.count != stream.count:
            raise fault(f"{stream.rows.count} rows instead of {stream.count}")
        xml = xml[end:]
    yield from _linked(xml, [link for stream in streams for link in stream.rows.links])


def _dimension(found: re.Match[str], streams: list[Stream]) -> str:
    """Say which cells are used; nothing where only the rows themselves tell."""
    if any(stream.count is None for stream in streams):
        return ""
    column, first, end, last = found.groups()
    rows = max(stream.area.first_row + max(stream.count or 0, 1) for stream in streams)
    return f'<dimension ref="{column}{first}:{end or column}{max(int(last or first), rows)}"/>'


def _linked(xml: str, links: list[str]) -> Iterator[str]:
    """Put links in their place behind the cells, with those the library put there."""
    place = _LINKS_END.search(xml)
    if not links or place is None:
        yield xml
        return
    begin, end = ("", "") if place[0] == "</hyperlinks>" else ("<hyperlinks>", "</hyperlinks>")
    yield xml[: place.start()] + begin
    yield from links
    yield end + xml[place.start() :]


def _stretched(data: bytes, stream: Stream) -> bytes:
    """Let the part of an Excel table cover all its rows."""
    return data.replace(_reference(stream.area), _reference(stream.whole()))


def _reference(area: Area) -> bytes:
    return f' ref="{address(*area[:2])}:{address(*area[2:])}"'.encode()


def _shared_texts(parts: zipfile.ZipFile) -> int:
    """Count the texts that the sheets share already: the headings at least."""
    found = _COUNTS.search(parts.read(_SHARED))
    if found is None:
        raise fault(_SHARED)
    return int(found[2])


def _shared(data: bytes, shared: Shared) -> bytes:
    """Add the texts that rows share; how often they come is not told."""
    found = _COUNTS.search(data)
    if found is None:
        raise fault(_SHARED)
    counts = f' uniqueCount="{int(found[2]) + len(shared)}"'.encode()
    more = shared.xml().encode()
    end = data.rindex(b"</sst>")
    return data[: found.start()] + counts + data[found.end() : end] + more + data[end:]
