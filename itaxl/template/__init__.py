"""The standard workbook drawn from a rule book, blank or with an agency's values poured in."""

from itaxl.template.fill import Fill as Fill
from itaxl.template.leftover import leftover as leftover
from itaxl.template.register import register as register
from itaxl.template.standard import standard as standard
