"""What a user would write with pandas: read all sheets, put them together, write. No checks."""

import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

folder, output = Path(sys.argv[1]), Path(sys.argv[2])
sheets: dict[str, list[pd.DataFrame]] = defaultdict(list)
for path in sorted(folder.glob("*.xlsx")):
    for name, table in pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").items():
        sheets[str(name)].append(table.assign(file=path.name))
with pd.ExcelWriter(output) as writer:
    for name, tables in sheets.items():
        pd.concat(tables).to_excel(writer, sheet_name=name, index=False)
