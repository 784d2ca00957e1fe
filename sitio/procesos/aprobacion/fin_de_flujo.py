"""The door Wagtail calls when a workflow ends. It is imported while Wagtail's own models load: nothing else may be."""

from typing import Any


def publicar_aprobada(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved: a stage as a release, any other page of the site as Wagtail does."""
    from wagtail.workflows import publish_workflow_state

    from sitio.procesos.aprobacion.tramite import publicar_etapa
    from sitio.procesos.models import EtapaPage

    pagina = workflow_state.content_object.specific
    if isinstance(pagina, EtapaPage):
        publicar_etapa(workflow_state, pagina, user)
    else:
        publish_workflow_state(workflow_state, user=user)
