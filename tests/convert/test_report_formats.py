"""A report is known by its content; what is not read is refused with the way out."""

import builtins
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from convert_rounds import RULES, go_round
from docx.oxml.ns import qn
from typer.testing import CliRunner

from itaxl import pipeline
from itaxl.cli.app import assemble
from itaxl.errors import ItaxlError

HERE = Path(__file__).parent
ROWS = [
    ["มาตรการ", "วิธีการดำเนินการ", "ระยะเวลา", "ผู้รับผิดชอบ"],
    ["ทำป้ายบอกทาง", "ร่างแบบ, ติดตั้ง", "ต.ค. 2567", "กองช่าง"],
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def document() -> "docx.document.Document":
    made = docx.Document()
    made.add_paragraph("แผนของ อบต.ตัวอย่าง ปีงบประมาณ 2567")
    table = made.add_table(2, 4)
    for at, line in enumerate(ROWS):
        for column, text in enumerate(line):
            table.cell(at, column).text = text
    return made


def word_bytes(made: "docx.document.Document | None" = None) -> bytes:
    buffer = io.BytesIO()
    (made or document()).save(buffer)
    return buffer.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def replaced(data: bytes, name: str, change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    return zipped(parts | {name: change(parts[name])})


def web_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td><p>{t}</p></td>" for t in row) + "</tr>" for row in ROWS)
    head = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    style = "<meta charset=windows-874><style>p {x:y}</style></head>"
    page = f"{head}{style}<body><p>ปีงบประมาณ 2567<table>{rows}</table></body></html>"
    return page.encode("cp874")


def open_document() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="ก">{cells}</table:table>'
    end = "</office:spreadsheet></office:body></office:document-content>"
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {spaces}>{body}{end}".encode(),
    })  # fmt: skip


def ole(stream: str) -> bytes:
    name = stream.encode("utf-16-le") + b"\0\0"
    return OLE.ljust(512, b"\0") + name.ljust(64, b"\0") + struct.pack("<H", len(name)).ljust(64)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.docx", word_bytes()),
        ("renamed.xlsx", word_bytes()),
        ("renamed.txt", word_bytes()),
        ("page.html", web_page()),
        ("page.doc", web_page()),
        ("report.ods", open_document()),
        ("report.csv", "\n".join(",".join(f'"{t}"' for t in row) for row in ROWS).encode()),
        ("thai.txt", "\n".join("\t".join(row) for row in ROWS).encode("cp874")),
        ("wide.txt", "\n".join("\t".join(row) for row in ROWS).encode("utf-16")),
        ("piped.md", "\n".join("| " + " | ".join(row) + " |" for row in ROWS).encode()),
    ],
)
def test_a_report_is_known_by_its_content(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)

    done = go_round(tmp_path / name, tmp_path)

    keys = ("measure", "method", "period", "owner")
    assert [[r.text(key) for key in keys] for r in done.records] == ROWS[1:]


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("old.doc", ole("WordDocument"), ".doc)"),
        ("old.docx", ole("WordDocument"), ".docx"),
        ("scan.pdf", b"%PDF-1.7\n" + b"x" * 99, "PDF"),
        ("renamed.docx", b"%PDF-1.7\n" + b"x" * 99, "PDF"),
        ("old.rtf", b"{\\rtf1\\ansi text}", "RTF"),
        ("old.xls", ole("Workbook"), ".xlsx"),
        ("fast.xlsb", zipped({"xl/workbook.bin": b"x"}), ".xlsx"),
        ("text.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), ".odt"),
        ("photo.jpg", b"\xff\xd8\xff" + b"x" * 99, "ภาพ"),
        ("locked.docx", ole("EncryptedPackage"), "รหัสผ่าน"),
        ("empty.docx", b"", "ว่าง"),
        ("cut.docx", word_bytes()[:-400], "ไม่ครบ"),
        ("nothing.txt", "ไม่มีตารางใดเลย\nสักตาราง".encode(), "มาตรการ"),
    ],
)
def test_what_is_not_read_is_refused_with_the_way_out(
    name: str, data: bytes, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ItaxlError) as caught:
        pipeline.convert(tmp_path / name, tmp_path / "out.xlsx", RULES)

    assert remedy in caught.value.text.th
    assert name in caught.value.text.th
    assert "\n" not in caught.value.text.th
    assert not (tmp_path / "out.xlsx").exists()


def nested(depth: int) -> bytes:
    made = document()
    cell = made.tables[0].cell(1, 1)
    for _ in range(depth):
        cell = cell.add_table(1, 1).cell(0, 0)
    return word_bytes(made)


def wide_spans() -> bytes:
    made = document()
    for row in made.tables[0].rows:
        properties = row.cells[-1]._tc.get_or_add_tcPr()
        properties.get_or_add_gridSpan().set(qn("w:val"), "900000000")
    return word_bytes(made)


BODY = "word/document.xml"
HOSTILE = {
    "definitions": replaced(
        word_bytes(),
        BODY,
        lambda part: part.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1),
    ),
    "bomb": replaced(word_bytes(), BODY, lambda part: part + b" " * 40_000_000),
    "damaged": replaced(word_bytes(), BODY, lambda part: part[: len(part) // 2]),
    "no body": replaced(word_bytes(), BODY, lambda part: b"<x/>"),
}


@pytest.mark.parametrize("which", HOSTILE)
def test_a_hostile_document_is_refused_in_one_sentence(which: str, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(HOSTILE[which])

    with pytest.raises(ItaxlError):
        pipeline.convert(tmp_path / "report.docx", tmp_path / "out.xlsx", RULES)


@pytest.mark.parametrize("data", [wide_spans(), nested(40)], ids=["wide spans", "tables in tables"])
def test_an_odd_document_is_read_all_the_same(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(data)

    assert len(go_round(tmp_path / "report.docx", tmp_path).records) == 1


def test_without_the_extra_one_sentence_tells_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "docx":
            raise ImportError(name)
        return real(name, *more, **named)

    (tmp_path / "report.docx").write_bytes(word_bytes())
    monkeypatch.setattr(builtins, "__import__", missing)

    with pytest.raises(ItaxlError, match="pip install"):
        pipeline.convert(tmp_path / "report.docx", tmp_path / "out.xlsx", RULES)


# ── the command ─────────────────────────────────────────────────────────────────────────────────
def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(assemble(), ["convert", *map(str, arguments)], standalone_mode=False)
    if isinstance(done.exception, ItaxlError):
        return 2, done.exception.text.th
    assert done.exception is None, done.exception
    return int(done.return_value or 0), done.stdout


def test_the_json_tells_what_was_found_joined_and_left_over(tmp_path: Path) -> None:
    status, shown = run(HERE / "tabs.txt", "-o", tmp_path / "out.xlsx", "--format", "json")
    told = json.loads(shown)

    assert status == 0
    assert told["found"] == {"measures": 3, "tables": 2, "narrative": 0}
    assert told["joined"] == {"tables": 1, "rows": 1}
    assert len(told["left_over"]) > 5
    assert {"sheet", "row", "why", "text", "read"} == set(told["left_over"][0])
    assert (told["total"], told["level"], told["fiscal_year"]) == ("91.20", "ผ่านดี", 2566)
    assert {"R121", "W112", "C103"} <= {finding["code"] for finding in told["findings"]}
    assert [m["status"] for m in told["measures"]] == ["done", "done", "in_progress"]


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_text("mine")

    status, shown = run(HERE / "tabs.txt", "-o", tmp_path / "out.xlsx")

    assert (status, (tmp_path / "out.xlsx").read_text()) == (2, "mine")
    assert "ไม่เขียนทับ" in shown


def test_many_reports_go_into_a_folder_and_one_bad_one_stops_nothing(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("tabs.txt", "lines.txt"):
        (reports / name).write_bytes((HERE / name).read_bytes())
    (reports / "scan.pdf").write_bytes(b"%PDF-1.7\n")

    status, shown = run(reports, "-o", tmp_path / "made", "--format", "json")
    told = json.loads(shown)["files"]

    assert status == 1
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "lines (แบบมาตรฐาน).xlsx", "tabs (แบบมาตรฐาน).xlsx",
    ]  # fmt: skip
    assert ["error" in one for one in told] == [False, False, True]
    assert "PDF" in told[-1]["error"]["th"]


def test_nothing_that_can_be_converted_is_told_by_the_exit_status(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n")

    status, _ = run(tmp_path / "a.pdf", tmp_path / "b.pdf", "-o", tmp_path / "made")

    assert status == 2


def test_a_report_that_names_no_year_says_which_form_was_used(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("\n".join("\t".join(row) for row in ROWS), "utf-8")

    _, shown = run(report, "-o", tmp_path / "out.xlsx", "--lang", "th")

    assert "--year" in shown
    assert "itaxl check" in shown
