"""
The rule book of one fiscal year: what the form asks and how scores are made.

Every fact of the assessor carries its source and confidence; a fact that is not known is
written "unknown" and is never borrowed from another year.
"""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

UNKNOWN: Literal["unknown"] = "unknown"
Unknown = Literal["unknown"]


def _decimal(value: object) -> object:
    # TOML has binary floats only: figures are written as strings or whole numbers.
    if isinstance(value, float):
        raise ValueError("write the number as a string in quotes, so that it stays exact")
    return value


def _listed(value: object) -> object:
    return () if value == UNKNOWN else value


Points = Annotated[Decimal, BeforeValidator(_decimal)]
Confidence = Literal["A", "B", "C", "D", "E", "-"]


class Entry(BaseModel):
    """A table of a rule book: frozen, and a word it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Entry):
    """Something the assessor laid down, with where it is known from and how surely (A–E, -)."""

    source: str
    confidence: Confidence


class InstrumentPart(Entry):
    """A part of an instrument that is scored and weighted by itself (EIT1, EIT2)."""

    code: str
    name: str
    weight: Points


class Instrument(Fact):
    """
    A survey or check: IIT, EIT or OIT; weight in percent of the total.

    ``item_count`` is how many questions or items it has; where it is unknown, the items listed may
    not be all, and a code that is not among them is not proven wrong.
    """

    code: str
    name: str
    weight: Points | Unknown
    parts: tuple[InstrumentPart, ...] = ()
    item_count: int | Unknown = UNKNOWN


class Indicator(Fact):
    """One of the indicators an instrument is the mean of."""

    code: str
    instrument: str
    name: str
    aliases: tuple[str, ...] = ()


class SubIndicator(Fact):
    """A sub-indicator of OIT: the mean of its items; the indicator is the mean of these."""

    code: str
    indicator: str
    name: str


class Item(Fact):
    """
    A question of IIT or EIT (i1, e1) or an item of OIT (o1).

    ``group`` is the code of the indicator or sub-indicator it counts for. ``polarity`` "-" means
    that agreeing is bad; "mixed" that its sub-items differ, and then ``sub_polarities`` tells them
    in order. ``title`` may be "unknown" too: the code is known, its words are not.
    """

    code: str
    instrument: str
    group: str | Unknown
    title: str
    scale: str | Unknown = UNKNOWN
    polarity: Literal["+", "-", "mixed", "unknown"] = "+"
    sub_items: int = 1
    role: Literal["", "measures_plan", "measures_report"] = ""
    sub_polarities: tuple[Literal["+", "-"], ...] = ()


class Step(Entry):
    """One answer of a scale and its points for a positive question."""

    text: str
    points: Points | Unknown
    aliases: tuple[str, ...] = ()


class Scale(Fact):
    """The answers a question allows, worst first for a positive question."""

    code: str
    steps: tuple[Step, ...]


class Band(Entry):
    """A level: its name, the rounded total it needs, and what every instrument needs."""

    name: str
    at_least: Points
    each_at_least: Points | None = None


class Levels(Fact):
    """
    The levels of the year, best first, the last one from 0.

    ``conditions_on`` names the instruments and parts that ``each_at_least`` speaks of;
    ("unknown",) where that is not known: no such figure exists, so no condition is ever met.
    """

    scheme: Literal["letters", "names"]
    places: int
    conditions_on: tuple[str, ...] = ()
    bands: tuple[Band, ...]


class Verdict(Entry):
    """The verdict on one indicator from a score upwards; "unknown" where none is laid down."""

    name: str
    at_least: Points


class Verdicts(Fact):
    """Verdicts per indicator, best first."""

    bands: tuple[Verdict, ...]


class Sample(Fact):
    """
    The fewest respondents an instrument needs to be processed.

    Below ``everybody_below`` people all of them; above ``big`` people ``cap``; else ``percent``
    of them, at least ``floor``, rounded up. ``of`` names the base: the field of the sheet
    หน่วยงาน that holds the population, or "minimum:EIT1" for the minimum of another instrument.
    """

    instrument: str
    respondents: str  # key of the agency field with the number of respondents
    of: str
    percent: Points | Unknown
    floor: int | Unknown
    everybody_below: int | None = None
    big: int | None = None
    cap: int | None = None


class Targets(Fact):
    """
    What counts as passing: points of the total, and the share of agencies meant to reach it.

    ``indicator`` is from where an indicator is not called weak; where the assessor's figure is not
    known it is ours, and the source says so.
    """

    total: Points
    indicator: Points
    share: Points | Unknown


class Theme(Fact):
    """One of the themes a plan must cover, and the items that belong to it."""

    number: int
    name: str
    items: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Duty(Fact):
    """The item under which the plan or the report is published, and the columns it must fill."""

    code: str | Unknown
    title: str
    required: tuple[str, ...] | Unknown


class Choice(Entry):
    """One choice of a list: ``value`` in code and data, ``text`` as people see it."""

    value: str
    text: str
    aliases: tuple[str, ...] = ()


Kind = Literal[
    "text", "integer", "number", "score", "year", "date", "choice",
    "period", "owners", "codes", "status", "url", "phone",
]  # fmt: skip


class Column(Entry):
    """A column of the table of measures."""

    key: str
    heading: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    list: str = ""
    required: Literal["always", "report", "never"] = "never"
    width: int = 20
    prompt: str = Field(default="", max_length=255)


class AgencyField(Entry):
    """A line of the sheet หน่วยงาน: label and value."""

    key: str
    label: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    list: str = ""
    required: Literal["always", "report", "never"] = "never"
    identity: bool = False  # locked when it was prefilled
    prompt: str = Field(default="", max_length=255)


class Heading(Entry):
    """A column of the sheets คะแนน and รายข้อ."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    width: int = 12
    prompt: str = Field(default="", max_length=255)


class SheetSpec(Entry):
    """A sheet of the standard workbook."""

    key: Literal["guide", "agency", "scores", "items", "measures", "selfcheck"]
    name: str
    aliases: tuple[str, ...] = ()
    title: str = ""


class Guide(Entry):
    """The words of the first sheet, and two filled example rows by column key."""

    steps: tuple[str, ...]
    legend: dict[str, str]  # style name -> what the colour means
    contact: str
    examples: tuple[dict[str, str], ...]
    signature: tuple[str, ...]


class FormSpec(Entry):
    """The standard workbook of the year: sheets, lines, columns, lists and words."""

    title: str
    sheets: tuple[SheetSpec, ...]
    agency: tuple[AgencyField, ...]
    scores: tuple[Heading, ...]
    items: tuple[Heading, ...]
    columns: tuple[Column, ...]
    lists: dict[str, tuple[Choice, ...]]
    guide: Guide
    words: dict[str, str]  # labels of the form by key: what a formula cell is called, verdicts …
    narrative: dict[str, tuple[str, ...]] = {}  # words that open a line of a report told as text

    def sheet(self, key: str) -> SheetSpec:
        """Find a sheet by its key."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

    def column(self, key: str) -> Column:
        """Find a column of the measures by its key."""
        return next(column for column in self.columns if column.key == key)

    def field(self, key: str) -> AgencyField:
        """Find a line of the sheet หน่วยงาน by its key."""
        return next(field for field in self.agency if field.key == key)


class RuleBook(Entry):
    """All that one fiscal year (Buddhist Era) asks."""

    fiscal_year: int
    version: str
    extends: str = ""
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    sub_indicators: tuple[SubIndicator, ...] = ()
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = ()
    levels: Levels | Unknown
    verdicts: Verdicts | Unknown
    samples: tuple[Sample, ...] = ()
    targets: Targets
    themes: Annotated[tuple[Theme, ...], BeforeValidator(_listed)] = ()  # none: not known
    plan: Duty
    report: Duty
    form: FormSpec
    probation: tuple[str, ...] = ()  # codes of checks that count for now, but never block

    # cached_property writes straight into __dict__, which a frozen model allows.
    @cached_property
    def items_by_code(self) -> dict[str, Item]:
        """Questions and items by code."""
        return {item.code: item for item in self.items}

    @cached_property
    def themes_by_item(self) -> dict[str, Theme]:
        """The theme each question or item belongs to."""
        return {code: theme for theme in self.themes for code in theme.items}

    @property
    def themes_known(self) -> bool:
        """Whether the themes of the year are known; "unknown" is kept as no theme."""
        return bool(self.themes)

    @cached_property
    def parts(self) -> dict[str, InstrumentPart]:
        """Parts of instruments by code."""
        return {part.code: part for inst in self.instruments for part in inst.parts}

    def choices(self, name: str) -> tuple[Choice, ...]:
        """The choices of a list; the list "themes" is made of the themes of the year."""
        if name == "themes":
            return tuple(
                Choice(
                    value=str(theme.number),
                    text=f"{theme.number}. {theme.name}",
                    aliases=(theme.name, *theme.aliases),
                )
                for theme in self.themes
            )
        return self.form.lists[name]

    def instrument(self, code: str) -> Instrument:
        """Find an instrument by its code."""
        return next(inst for inst in self.instruments if inst.code == code)

    def indicators_of(self, instrument: str) -> tuple[Indicator, ...]:
        """The indicators an instrument is the mean of."""
        return tuple(ind for ind in self.indicators if ind.instrument == instrument)
