"""The errands: the only place where files meet judgements."""

from itaxl.pipeline.checking import check, score
from itaxl.pipeline.converting import ConvertedReport, convert
from itaxl.pipeline.issuing import new
from itaxl.pipeline.merging import Merged, merge
from itaxl.pipeline.reviewing import gather, identity, measure_counts, progress, review, status
from itaxl.pipeline.rules import Rules, rules

__all__ = [
    "ConvertedReport",
    "Merged",
    "Rules",
    "check",
    "convert",
    "gather",
    "identity",
    "measure_counts",
    "merge",
    "new",
    "progress",
    "review",
    "rules",
    "score",
    "status",
]
