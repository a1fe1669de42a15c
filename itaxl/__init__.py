"""itaxl: standard workbooks for integrity and transparency assessment (ITA) of Thai agencies."""

__version__ = "0.1.0"
