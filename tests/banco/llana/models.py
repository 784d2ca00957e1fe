from django.db import models


class Llana(models.Model):
    """A release as a plain project would keep it. The benchmark makes the table out of the ledger's rows."""

    ocid = models.CharField(max_length=200)
    entrega = models.JSONField()

    class Meta:
        managed = False
        db_table = "banco_llana"

    def __str__(self) -> str:
        return self.ocid
