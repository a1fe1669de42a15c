"""The drawn register: judged by an OOXML validator, read back as it was written."""

from pathlib import Path

from openxml_audit import OpenXmlValidator

from itaxl.excel import reading
from itaxl.excel.drawing import draw
from itaxl.intake.register import parse_register
from itaxl.rulebooks.loading import load
from itaxl.template import register

AGENCIES = [
    {"code": "007", "type": "เทศบาลตำบล", "name": "เทศบาลตำบลสมมติ", "district": "สมมติ"},
    {"code": "008", "type": "องค์การบริหารส่วนตำบล", "name": "องค์การบริหารส่วนตำบล=สมมติ"},
]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    plan = register(load(2567), AGENCIES, {"province": "ตัวอย่าง", "target_score": 85})
    read, problems = parse_register(reading.read(draw(plan, tmp_path / "register.xlsx")))

    assert problems == ()
    assert [agency.code for agency in read.agencies] == ["007", "008"]
    assert [agency.name for agency in read.agencies] == [row["name"] for row in AGENCIES]
    assert {agency.province for agency in read.agencies} == {"ตัวอย่าง"}
    assert read.settings.fiscal_year == 2567


def test_the_validator_finds_no_error(tmp_path: Path) -> None:
    path = draw(register(load(2567)), tmp_path / "register.xlsx")
    result = OpenXmlValidator().validate(str(path))

    assert list(result.errors) == []
