"""The public page of the indicators: figures as they were last computed, never anything else."""
