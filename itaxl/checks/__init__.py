"""
What can be wrong with a workbook, and the words for it.

``examine`` looks at one, ``examine_across`` at many side by side; ``join`` and ``first_five``
tell findings shortly; ``fault`` gives the finding for a file that cannot be read.
"""

from itaxl.checks.agencies import agency_key, seen_of
from itaxl.checks.base import Across, Case, Check, Seen
from itaxl.checks.catalogue import BY_CODE, CHECKS
from itaxl.checks.examining import examine, examine_across, fault, spoken
from itaxl.checks.joining import first_five, join

__all__ = [
    "BY_CODE",
    "CHECKS",
    "Across",
    "Case",
    "Check",
    "Seen",
    "agency_key",
    "examine",
    "examine_across",
    "fault",
    "first_five",
    "join",
    "seen_of",
    "spoken",
]
