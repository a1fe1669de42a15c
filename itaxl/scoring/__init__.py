"""Scores: the chain from answers to the level, each figure with what it was made from."""

from itaxl.scoring.answers import Answers, Problem, Trouble, from_sheet, score_answers
from itaxl.scoring.arithmetic import rounded
from itaxl.scoring.cards import card, disagreements, score
from itaxl.scoring.changes import Comparison, Difference, change
from itaxl.scoring.explaining import as_json, derive
from itaxl.scoring.inputs import Inputs, assume, inputs_of, with_answers
from itaxl.scoring.measures import Progress, doing, standing
from itaxl.scoring.samples import minima, minimum
from itaxl.scoring.verdicts import verdict

__all__ = [
    "Answers",
    "Comparison",
    "Difference",
    "Inputs",
    "Problem",
    "Progress",
    "Trouble",
    "as_json",
    "assume",
    "card",
    "change",
    "derive",
    "disagreements",
    "doing",
    "from_sheet",
    "inputs_of",
    "minima",
    "minimum",
    "rounded",
    "score",
    "score_answers",
    "standing",
    "verdict",
    "with_answers",
]
