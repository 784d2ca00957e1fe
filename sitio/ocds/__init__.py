"""The Open Contracting Data Standard 1.1 as pure Python: no Django, no network.

One module a question: how a release is written (`canonico`), named (`identificadores`), tagged (`etiquetas`),
checked (`perfil`), merged (`fusion`), called in Spanish (`listas`) and read as tables (`tablas`).
"""
