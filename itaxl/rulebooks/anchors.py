"""
The names of workbook names: how a cell of the standard workbook is found wherever it was moved.

Every name begins with ``itaxl_``; dots in keys become underscores. There are:

- ``itaxl_year``, ``itaxl_version``, ``itaxl_code``, ``itaxl_form``: cells with the identity of the
  workbook; custom document properties of the same names repeat it;
- ``itaxl_agency_<key>``: the cell with the value of a line of หน่วยงาน (``itaxl_agency_name``);
- ``itaxl_scores_<key>``, ``itaxl_items_<key>``, ``itaxl_measures_<key>``: the heading cell of a
  column (``itaxl_measures_owner``);
- ``itaxl_indicator_<code>``, ``itaxl_item_<code>``: the cell with the number of an indicator or
  the code of an item; its row crossed with the column of a heading is a score;
- ``itaxl_figure_<code>``: the cell with a computed figure: an instrument or a part of one
  (``itaxl_figure_EIT1``), ``total``, ``level``, ``level_proof``, ``next_level``, ``distance``,
  ``binding``, ``what_if_total``, ``what_if_level``;
- ``itaxl_list_<name>``: the range of the choices of a list;
- ``itaxl_levels_name``, ``_from``, ``_each``: the columns of the level table, best level first;
- ``itaxl_selfcheck_verdict``: the cell with the verdict of the self-check; ``_report``, ``_first``,
  ``_rows``, ``_row``: whether results are reported, and which rows of มาตรการ are measures;
- ``itaxl_words_<list>``, ``itaxl_state_<sheet>``, ``itaxl_mark_<rule>_<column>``,
  ``itaxl_twice_<column>``, ``itaxl_asked_<column>``: what counts and colours of the self-check use.
"""

PREFIX = "itaxl_"
OWN_SHEETS = ("itaxl_lists", "itaxl_targets")  # hidden helpers that hold nothing of the agency
LISTS_SHEET = OWN_SHEETS[0]
IDENTITY = ("year", "version", "code", "form")
FORM = "standard"


def name_of(room: str, key: str) -> str:
    """Name a cell or range: room is a sheet key, "indicator", "item", "figure", "list" or such."""
    return f"{PREFIX}{room}_{key}".replace(".", "_")


def identity_name(key: str) -> str:
    """Name the cell, and the document property, of a part of the identity."""
    return f"{PREFIX}{key}"
