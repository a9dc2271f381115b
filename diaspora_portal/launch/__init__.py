"""First run on one machine: virtual environment, private PostgreSQL and broker, `up` and `test`.

Nothing here is used where `DATABASE_URL` and `REDIS_URL` are given and the processes are started by
the operating system; see docs/operations.md.
"""
