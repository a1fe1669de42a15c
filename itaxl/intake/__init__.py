"""
Read what came back: cells in, a submission out.

``locate`` says which form and where its parts stand, ``parse`` reads the answers.
"""

from itaxl.intake.locate import locate
from itaxl.intake.parse import parse, read_submission
from itaxl.intake.tables import TableFound, Wanted, find_tables, wanted

__all__ = [
    "TableFound",
    "Wanted",
    "find_tables",
    "locate",
    "parse",
    "read_submission",
    "wanted",
]
