import multiprocessing
import os
import signal

from sparkocr.apps.command.pool import worked


def half(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number // 2


def test_an_item_that_ends_its_process_costs_itself_and_no_process_is_left():
    before = multiprocessing.active_children()
    assert dict(worked(half, [2, 3, 4, 6, 8], processes=2)) == {2: 1, 3: None, 4: 2, 6: 3, 8: 4}
    assert multiprocessing.active_children() == before


def test_no_process_is_left_if_nobody_asks_for_more():
    before = multiprocessing.active_children()
    results = worked(half, [2, 4, 6, 8], processes=3)
    next(results)
    results.close()
    assert multiprocessing.active_children() == before
