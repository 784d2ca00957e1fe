"""Uploaded documents: what is admitted (`tipos`), how it is kept (`almacen`), and when it is public (`publicos`)."""
