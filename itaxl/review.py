"""All that is known of one returned workbook, frozen."""

from dataclasses import dataclass

from itaxl.findings import Finding, Severity
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts, Submission


@dataclass(frozen=True, slots=True)
class Review:
    """
    One file from reading to judgement; ``submission`` is None when it could not be read.

    Picklable and independent of any other file.
    """

    file: FileFacts
    submission: Submission | None
    scorecard: Scorecard | None
    findings: tuple[Finding, ...]

    @property
    def must_be_mended(self) -> bool:
        """At least one finding is an error that no waiver silences."""
        return any(
            finding.severity is Severity.ERROR and not finding.waived for finding in self.findings
        )
