"""What happens in capture and others may want to hear. Sent after commit."""

from django.dispatch import Signal

# kwargs: estado_pk (int), the Wagtail TaskState of an approval step that begins.
tarea_asignada = Signal()
