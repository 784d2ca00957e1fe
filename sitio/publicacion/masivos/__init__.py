"""Bulk files: everything a publisher, or the whole portal, has published, by year, ready to be taken.

`partes` reads the records and cuts a year where OCP's limits ask for it; `json_`, `csv`, `excel` and `parquet` write;
`generacion` decides what changed, writes it and puts it in the index (`indice`) in one step; `api` and `catalogo`
hand it out. The files can always be made again from the ledger.
"""
