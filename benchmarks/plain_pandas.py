"""
What a user would write with pandas: read all sheets, put them together, write. No checks.

    python benchmarks/plain_pandas.py FOLDER OUTPUT [all]

The form's hidden lists are read with the rest, but written only for "all": they are the same in
every workbook, and those of some 3,000 workbooks are more rows than a sheet has.
"""

import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

folder, output = Path(sys.argv[1]), Path(sys.argv[2])
everything = "all" in sys.argv[3:]
sheets: dict[str, list[pd.DataFrame]] = defaultdict(list)
for path in sorted(folder.glob("*.xlsx")):
    for name, table in pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").items():
        sheets[str(name)].append(table.assign(file=path.name))
with pd.ExcelWriter(output) as writer:
    for name, tables in sheets.items():
        if name.startswith("itaxl_") and not everything:
            continue
        pd.concat(tables).to_excel(writer, sheet_name=name, index=False)
