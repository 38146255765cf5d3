"""Run one piece of work in several threads, all released together."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def at_once(count, work):
    """Run work(0) … work(count - 1) in as many threads; what each gave or raised."""
    barrier = Barrier(count)

    def one(index):
        try:
            barrier.wait(timeout=60)
            return work(index)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
