"""The link carer's page: her rooms on a phone, requests to answer, days to close, her papers.

Plain HTML made here, one style sheet from the tokens, no script. It stands on the same
functions as the laptops' roads: accounts let in, `scope` says what is shown, `receive` takes
what is written.
"""
