"""Workbooks: .xlsx, .xlsm, .xls, .et."""
