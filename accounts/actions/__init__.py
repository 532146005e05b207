"""The verbs of accounts: `submissions`, `lifecycle` (effects of moves), `configuration`, `dispositions`, `registering`."""
