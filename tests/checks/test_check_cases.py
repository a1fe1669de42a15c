"""Every case file is held to: what it says is found is found, and nothing else of its code."""

import pytest
from case_files import FOLDER, CaseFile, Expected, findings_of, read_cases

CASES = [case for path in sorted(FOLDER.glob("[A-Z]*.md")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{case.title}" for case in CASES])
def test_a_case_file_says_what_is_found(case: CaseFile) -> None:
    told = findings_of(case)
    codes = {case.code, *(expected.code for expected in case.expected)}
    found = [
        Expected(finding.code, finding.sheet, finding.cells, path)
        for path, finding in told
        if finding.code in codes
    ]

    assert [_like(one, found) for one in case.expected] == case.expected, found
    assert len(found) == len(case.expected), found


def _like(expected: Expected, found: list[Expected]) -> Expected | None:
    """Find what a line tells of: the sheet, cells and file count where the line names them."""
    for one in found:
        same = Expected(
            one.code,
            one.sheet if expected.sheet else "",
            one.cells if expected.cells else (),
            one.path if expected.path else "",
        )
        if same == expected:
            return expected
    return None
