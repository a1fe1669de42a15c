"""
What can be wrong with a workbook, and the words for it.

``examine`` looks at one, ``examine_across`` at the traces of many side by side,
``near_copies`` at their words; ``join`` and ``first_five`` tell findings shortly; ``fault`` gives
the finding for a file that cannot be read.
"""

from itaxl.checks.agencies import agency_key
from itaxl.checks.alike import near_copies
from itaxl.checks.base import Across, Case, Check
from itaxl.checks.catalogue import BY_CODE, CHECKS
from itaxl.checks.examining import (
    examine,
    examine_across,
    fault,
    reasons_of,
    spoken,
    with_reasons,
)
from itaxl.checks.joining import first_five, join
from itaxl.checks.traces import Trace
from itaxl.checks.tracing import trace_of

__all__ = [
    "BY_CODE",
    "CHECKS",
    "Across",
    "Case",
    "Check",
    "Trace",
    "agency_key",
    "examine",
    "examine_across",
    "fault",
    "first_five",
    "join",
    "near_copies",
    "reasons_of",
    "spoken",
    "trace_of",
    "with_reasons",
]
