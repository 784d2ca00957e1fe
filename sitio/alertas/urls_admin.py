"""Where alerts and deadlines live in the admin, by the names that other rooms may link to."""

from django.urls import reverse


def url_de_alertas() -> str:
    """Return the path of the list of alerts."""
    return reverse("alertas_modeladmin_index")


def url_de_alerta(pk: int) -> str:
    """Return the path of the page that explains an alert."""
    return reverse("alertas_modeladmin_inspect", args=[pk])


def url_de_plazos() -> str:
    """Return the path of the list of deadlines."""
    return reverse("plazos_modeladmin_index")


def url_de_plazo(pk: int) -> str:
    """Return the path of the page that explains a deadline."""
    return reverse("plazos_modeladmin_inspect", args=[pk])


def url_de_reglas(ocid: str) -> str:
    """Return the path of the page that tells what each flag says of a published process."""
    return reverse("alertas:reglas", args=[ocid])
