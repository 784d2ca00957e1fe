"""Rows of a stage's list pasted from a spreadsheet or uploaded as CSV/XLSX, into the draft and never further.

Reading (`lectura`, `hojas`), what each column holds (`columnas`, `celdas`), whom it names (`registros`), what would
change (`plan`), and the saving (`guardado`). The views only translate.
"""
