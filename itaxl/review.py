"""All that is known of one returned workbook, frozen."""

from dataclasses import dataclass, replace

from itaxl.findings import Finding
from itaxl.scores import Scorecard
from itaxl.submission import FileFacts, Form, Submission


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
    def form(self) -> Form | None:
        """Which of our workbooks the file is; None when it could not be read."""
        return self.submission.layout.form if self.submission else None

    def renamed(self, file: FileFacts) -> "Review":
        """Say anew which file this is of."""
        submission = self.submission and replace(self.submission, file=file)
        return replace(self, file=file, submission=submission)

    @property
    def must_be_mended(self) -> bool:
        """At least one finding is an error that no waiver silences."""
        return any(finding.must_be_mended for finding in self.findings)
