"""The use cases, in the order in which an incident meets them.

`Poll` asks the feeds, `Hook` takes in what systems post; both hand over to `Ingest`. People come in by the `Desk`, the
clock by `Status`. All of them end in `Tell`, which commits the words. `Sweep` announces what was not announced and
`Deliver` posts. `Command` and `Crisis` set the gates, `Ledger` shows what was said, `Guard` says who may.
"""
