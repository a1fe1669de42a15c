"""Charts over cells of the workbook they stand in."""

from collections.abc import Mapping
from typing import Any, Protocol

from itaxl.cells import Area
from itaxl.excel.library import done, zero
from itaxl.excel.looks import FONT
from itaxl.excel.texts import chart_title
from itaxl.plans import ChartPlan

_KINDS: Mapping[str, dict[str, str]] = {
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "pie": {"type": "pie"},
    "doughnut": {"type": "doughnut"},
    "line": {"type": "line"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
}
_ROUND = frozenset({"pie", "doughnut"})
_LYING = frozenset({"bar", "stacked_bar"})
_CHART_FONT = {"name": FONT, "size": 12}
_COLORS = ("2F6B9A", "5B9A68", "D08A2E", "8A6BAA", "7F7F7F", "B5534F")


class Charted(Protocol):
    """The workbook a chart is drawn in."""

    book: Any

    def drawn_name(self, name: str) -> str:
        """Give the name a sheet of the plan was drawn under."""

    def target_cells(self, value: float, count: int) -> list[str | int]:
        """Set aside cells that hold a target value, which a chart draws as a line."""


class Chart:
    """One chart being drawn."""

    def __init__(self, book: Charted, sheet: Any, plan: ChartPlan) -> None:
        self.book = book
        self.sheet = sheet
        self.plan = plan
        self.chart = book.book.add_chart(dict(_KINDS[plan.kind]))

    def draw(self) -> None:
        """Put the chart on its sheet."""
        for number in range(len(self.plan.series)):
            self._series(number)
        self._axes()
        self.chart.set_title(
            {
                "name": chart_title(self.plan.title),
                "name_font": {"name": FONT, "size": 16, "bold": True},
            }
        )
        if len(self.plan.series) > 1 or self.plan.kind in _ROUND or self.plan.target is not None:
            self.chart.set_legend({"position": "bottom", "font": _CHART_FONT})
        else:
            self.chart.set_legend({"none": True})
        self._target()
        self.chart.set_size({"width": self.plan.width, "height": self.plan.height})
        code = self.sheet.insert_chart(self.plan.row - 1, self.plan.column - 1, self.chart)
        done(code, "chart")

    def _cells(self, area: Area) -> list[str | int]:
        return [self.book.drawn_name(self.plan.data_sheet), *zero(area)]

    def _series(self, number: int) -> None:
        title, labels, values = self.plan.series[number]
        colors = self.plan.colors or _COLORS
        color = f"#{colors[number % len(colors)]}"
        series: dict[str, Any] = {
            "name": chart_title(title),
            "categories": self._cells(labels),
            "values": self._cells(values),
            "data_labels": {"value": True, "font": _CHART_FONT},
        }
        single = len(self.plan.series) == 1
        if self.plan.kind == "line":
            series |= {"line": {"color": color, "width": 2}, "marker": {"type": "circle"}}
        else:
            series["fill"] = {"color": color}
        if single and (self.plan.colors or self.plan.kind in _ROUND):
            series["points"] = [
                {"fill": {"color": f"#{colors[point % len(colors)]}"}}
                for point in range(_count(values))
            ]
        if self.plan.kind in _ROUND:
            series["data_labels"] |= {"percentage": True}
        elif self.plan.kind != "line":
            series["gap"] = 60
        self.chart.add_series(series)

    def _axes(self) -> None:
        if self.plan.kind in _ROUND:
            return
        scale: dict[str, Any] = {
            "num_font": _CHART_FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
        if self.plan.minimum is not None:
            scale["min"] = self.plan.minimum
        if self.plan.maximum is not None:
            scale["max"] = self.plan.maximum
        if self.plan.kind == "column" and self.plan.target is None:
            # Each column says its number, and an axis of few things would count halves of them.
            scale |= {"visible": False, "major_gridlines": {"visible": False}}
        labels: dict[str, Any] = {"num_font": _CHART_FONT}
        # A lying bar chart begins at the bottom; people read from the top. In this library its
        # x axis is the one with the labels.
        if self.plan.kind in _LYING:
            labels["reverse"] = True
            if self.plan.target is not None:
                scale |= {"name": self._target_words(), "name_font": _CHART_FONT}
        self.chart.set_x_axis(labels)
        self.chart.set_y_axis(scale)

    def _target_words(self) -> str:
        return chart_title(f"{self.plan.target_title} {self.plan.target:g}".strip())

    def _target(self) -> None:
        """Draw the target as a line over standing charts; lying ones name it at the axis."""
        if self.plan.target is None or self.plan.kind not in {"column", "line"}:
            return
        _, labels, values = self.plan.series[0]
        series = {
            "name": self._target_words(),
            "categories": self._cells(labels),
            "values": self.book.target_cells(self.plan.target, _count(values)),
            "line": {"color": "#B5534F", "width": 1.75, "dash_type": "dash"},
        }
        if self.plan.kind == "line":
            self.chart.add_series(series)
            return
        line = self.book.book.add_chart({"type": "line"})
        line.add_series(series)
        self.chart.combine(line)


def _count(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
