"""The use cases, in the order in which an incident meets them.

Ways in: `Poll` asks the feeds, `Hook` takes in what systems post; both hand over to `Ingest`. `Desk` is people's way in,
`Status` the clock's. All of them end in `Tell`, which commits the words. Then `Sweep` announces what nobody fetched and
`Deliver` posts. `Command` and `Crisis` set the gates, `Ledger` shows what was said, `Guard` says who may.
"""
