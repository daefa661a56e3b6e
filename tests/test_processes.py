"""Work in several processes comes in order, with the errors of one."""

import os
import signal
import time

import pytest

from newsgrep.message import Message
from newsgrep.processes import map_in_order
from newsgrep.progress import Step, listening, tell

HERE = os.getpid()


def process_of(_):
    return os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 40])
def test_results_are_in_order_whoever_makes_them(jobs, count):
    assert list(map_in_order(lambda number: number * number, list(range(count)), jobs)) == [n * n for n in range(count)]


def test_the_first_result_comes_at_once_and_from_here():
    found = map_in_order(process_of, [1, 2, 3, 4], 2)
    assert next(found) == HERE
    assert HERE not in set(found)


def test_one_job_or_two_items_start_no_process():
    assert set(map_in_order(process_of, [1, 2, 3], 1)) == {HERE}
    assert set(map_in_order(process_of, [1, 2], 2)) == {HERE}


def test_an_error_is_raised_in_its_turn():
    found = map_in_order(lambda number: 1 // number, [1, 1, 0, 1], 2)
    assert [next(found), next(found)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_what_a_process_that_was_killed_has_not_done_is_done_here():
    def killed(number):
        if os.getpid() != HERE and number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert list(map_in_order(killed, list(range(9)), 2)) == list(range(9))


def test_results_that_cannot_be_sent_are_made_here():
    assert [make() for make in map_in_order(lambda number: lambda: number, [1, 2, 3], 2)] == [1, 2, 3]


def test_no_process_is_left_when_nobody_wants_more():
    found = map_in_order(process_of, list(range(10_000)), 2)
    processes = {next(found) for _ in range(3)} - {HERE}
    found.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_large_results_arrive_whole_and_are_not_made_ahead(tmp_path):
    def large(number):
        (tmp_path / str(number)).touch()
        return bytes([number]) * 3_000_000

    found = map_in_order(large, list(range(12)), 2)
    assert [next(found)[0] for _ in range(3)] == [0, 1, 2]
    time.sleep(0.1)
    assert len(list(tmp_path.iterdir())) <= 7
    assert [piece[-1] for piece in found] == list(range(3, 12))


def test_of_the_work_of_others_nothing_is_told():
    steps = []

    def telling(number):
        tell(Step(Message("working"), number))
        return number

    with listening(steps.append):
        list(map_in_order(telling, [1, 2, 3, 4], 2))
    assert [step.done for step in steps] == [1]
