import pytest

from sparkocr.dicom.profile.times import capped_age, moved_age, moved_date, moved_datetime, moved_time


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("20240301", "20240229"),
        ("2024.03.01", "20240229"),
        ("19000101 ", "18991231"),
        ("20241301", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates(value, moved):
    assert moved_date(value, 1) == moved


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("20240301120000.123456+0100", "20240229120000.123456+0100"),
        ("2024030112", "2024022912"),
        ("20240301", "20240229"),
        ("202403", "202403"),
        ("20240230", ""),
        ("tomorrow", ""),
    ],
)
def test_dates_with_times_stay_as_exact_as_they_are(value, moved):
    assert moved_datetime(value, 1) == moved


def test_seconds_move_dates_too():
    assert moved_datetime("20240301000010", 0, 20) == "20240229235950"


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("120000.5", "115950.5"),
        ("1200", "1159"),
        ("12", "11"),
        ("000005", "235955"),
        ("12:00:00", "115950"),
        ("noon", ""),
    ],
)
def test_times(value, moved):
    assert moved_time(value, 10) == moved


def test_ages():
    assert [moved_age(age, -3) for age in ("045Y", "002M", "old")] == ["042Y", "001M", ""]
    assert [capped_age(age) for age in ("089Y", "090Y", "104Y", "012M", "?")] == ["089Y", "099Y", "099Y", "012M", ""]
