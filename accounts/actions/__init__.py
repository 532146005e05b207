"""Which verbs are there? Of `submissions`, `lifecycle` (effects), `configuration`, `dispositions`, `registering`."""
