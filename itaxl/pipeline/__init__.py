"""
The errands: the only place where files meet judgements.

An errand is imported when it is first asked for: whoever checks one file needs no writer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from itaxl.pipeline.rules import Rules, rules

if TYPE_CHECKING:
    from itaxl.pipeline.checking import Scored, Scores, check, score
    from itaxl.pipeline.companions import Left
    from itaxl.pipeline.comparing import Before
    from itaxl.pipeline.converting import ConvertedReport, NotConverted, convert, convert_all
    from itaxl.pipeline.issuing import Deed, Issue, Issued, issue, new, new_register
    from itaxl.pipeline.merging import Merged, merge
    from itaxl.pipeline.rehearsing import Rehearsal, rehearse
    from itaxl.pipeline.returning import Returned, give_back
    from itaxl.pipeline.reviewing import gather, identity, measure_counts, progress, review, status
    from itaxl.pipeline.scoring_answers import AnswerFile

_HOMES = {
    "Scored": "checking",
    "Scores": "checking",
    "check": "checking",
    "score": "checking",
    "Left": "companions",
    "Before": "comparing",
    "ConvertedReport": "converting",
    "NotConverted": "converting",
    "convert": "converting",
    "convert_all": "converting",
    "Deed": "issuing",
    "Issue": "issuing",
    "Issued": "issuing",
    "issue": "issuing",
    "new": "issuing",
    "new_register": "issuing",
    "Merged": "merging",
    "merge": "merging",
    "Rehearsal": "rehearsing",
    "rehearse": "rehearsing",
    "Returned": "returning",
    "give_back": "returning",
    "gather": "reviewing",
    "identity": "reviewing",
    "measure_counts": "reviewing",
    "progress": "reviewing",
    "review": "reviewing",
    "status": "reviewing",
    "AnswerFile": "scoring_answers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"there is no errand {name}")
    return getattr(import_module(f"itaxl.pipeline.{_HOMES[name]}"), name)


__all__ = [
    "AnswerFile",
    "Before",
    "ConvertedReport",
    "Deed",
    "Issue",
    "Issued",
    "Left",
    "Merged",
    "NotConverted",
    "Rehearsal",
    "Returned",
    "Rules",
    "Scored",
    "Scores",
    "check",
    "convert",
    "convert_all",
    "gather",
    "give_back",
    "identity",
    "issue",
    "measure_counts",
    "merge",
    "new",
    "new_register",
    "progress",
    "rehearse",
    "review",
    "rules",
    "score",
    "status",
]
