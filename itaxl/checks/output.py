"""Findings for other programs: JSON, CSV, SARIF."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from itaxl.checks.catalogue import CHECKS
from itaxl.findings import Finding, Severity
from itaxl.wording import Language

CSV_HEADINGS = (
    "code", "name", "severity", "sheet", "cells", "heading", "row", "seen", "expected",
    "suggestion", "message", "remedy",
)  # fmt: skip
_LEVELS = {Severity.ERROR: "error", Severity.CONFIRM: "warning", Severity.NOTE: "note"}


def as_json(finding: Finding) -> dict[str, Any]:
    """Give one finding in the stable form of ``itaxl check --format json``."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cells": list(finding.cells),
        "heading": finding.heading,
        "row": finding.row,
        "seen": finding.seen,
        "expected": finding.expected,
        "suggestion": finding.suggestion,
        "answer": finding.answer,
        "message": finding.message._asdict(),
        "remedy": finding.remedy._asdict(),
    }


def as_csv_rows(findings: Iterable[Finding], language: Language) -> Iterator[tuple[str, ...]]:
    """Give one row per finding, in the order of ``CSV_HEADINGS``."""
    for finding in findings:
        yield (
            finding.code,
            finding.name,
            finding.severity.value,
            finding.sheet,
            ", ".join(finding.cells),
            finding.heading,
            finding.row,
            finding.seen,
            finding.expected,
            finding.suggestion,
            finding.message.say(language),
            finding.remedy.say(language),
        )


def as_sarif(
    files: Iterable[tuple[str, Iterable[Finding]]], language: Language, version: str
) -> dict[str, Any]:
    """
    Give the findings of files, each by its path, as a SARIF 2.1.0 log.

    The sheet and cells are a logical location, for a workbook has no lines; ``version`` is that
    of the program.
    """
    results = [_result(path, finding, language) for path, told in files for finding in told]
    used = {result["ruleId"] for result in results}
    rules = [
        {
            "id": check.code,
            "name": check.name,
            "shortDescription": {"text": (check.__doc__ or "").strip().splitlines()[0]},
            "defaultConfiguration": {"level": _LEVELS[check.severity]},
        }
        for check in CHECKS
        if check.code in used
    ]
    driver = {"name": "itaxl", "semanticVersion": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "language": language, "results": results}],
    }


def _result(path: str, finding: Finding, language: Language) -> dict[str, Any]:
    words = f"{finding.message.say(language)} · {finding.remedy.say(language)}"
    location: dict[str, Any] = {}
    if path:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(path)}}
    if finding.sheet:
        places = [f"{finding.sheet}!{cells}" for cells in finding.cells] or [finding.sheet]
        location["logicalLocations"] = [{"fullyQualifiedName": place} for place in places]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": words},
    }
    if location:
        result["locations"] = [location]
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result


def _uri(path: str) -> str:
    """Write a path as a reference: forward slashes, other letters escaped."""
    return quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/:")
