from datetime import date

import pytest

from sparkocr.entities.dates import DateDetector, find_dates

DAY = date(2018, 10, 23)
STYLES = [
    "%d.%m.%Y",
    "%m.%d.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d%b%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%b. %d %Y",
    "%Y %b %d",
    "%Y-%b-%d",
    "%d/%b/%Y",
    "%drd of %B %Y",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d-%m-%Y",
    "%d . %m . %Y",
    "%d. %m. %Y",
    "%A, %d %B %Y",
    "%a %b %d %Y",
    "%d %b '%y",
    "%B %drd, %Y",
    "%dth day of %B %Y",
]
NO_DAY = ["%B %Y", "%b %Y", "%m/%Y", "%b %d", "%d %B", "%drd of %B", "on %m/%d"]
TIMES = ["", " 14:05", " 14:05:09", "T14:05:09Z", " 2:05 pm", " at 2:05 p.m.", ", 14:05"]


def found_in(text):
    return [text[found.begin : found.end] for found in DateDetector().find(text)]


@pytest.mark.parametrize("style", STYLES)
def test_styles_of_dates(style):
    written = DAY.strftime(style)
    assert found_in(f"It was {written}, a day") == [written]
    assert any(DAY in found.days for found in find_dates(written))


@pytest.mark.parametrize("style", NO_DAY)
def test_dates_without_a_day_or_a_year(style):
    written = DAY.strftime(style)
    assert found_in(f"It was {written}") == [written.removeprefix("on ")]


@pytest.mark.parametrize("style", [style for style in STYLES if not style.endswith("%y")])
@pytest.mark.parametrize("time", TIMES)
def test_times_belong_to_dates(style, time):
    written = DAY.strftime(style) + time
    assert found_in(f"DOB:{written}\nSex: F") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "3. März 2018",
        "03. Dezember 1999",
        "1. Jänner 2001",
        "1er janvier 2018",
        "14 juillet 1989",
        "2 février 2003",
        "3 août 2011",
        "3 de mayo de 2018",
        "12 de enero de 2001",
        "2 diciembre 1999",
        "1/2/03",
        "Sept. 5 1999",
        "Dec. 25th, '18",
        "20181023140509",
        "20181023T1405",
        "Uo.09. 2012",
        "O1/02/2O03",
        "l2.O3.1987",
        "OI.O2.2O2O",
        "0I-O5-1999",
        "07,22.1943",
        "07.22,1943",
        "I2 Oct 2018",
        "2O12-01-09",
        "2018-10-23 14:05:09.123+02:00",
        "23/Oct/2018:13:55:36",
        "2018:10:23 14:05:09",
    ],
)
def test_dates_of_other_languages_and_of_bad_ocr(text):
    assert found_in(f"x {text}\n") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version 1.2.2013",
        "1.2.3",
        "v2.10.13",
        "3.14.15",
        "$12.10",
        "192.168.10.12",
        "1,234.56",
        "10.1016/j.cell.2012.01.002",
        "555-12-1234",
        "541-714-1388",
        "12 may be",
        "may 5 people",
        "march 10 miles",
        "13/13/2013",
        "31.02.2013",
        "2013-13-01",
        "20181323",
        "the 3 marks 2",
        "Section 2.10.2012",
        "page 12/34",
        "1/2",
        "ratio 10/20",
        "in 1999",
        "10 mg",
        "0.10.2012.5",
        "125-98-445",
        "ISBN 978-3-16-148410-0",
        "10 decimal 2",
    ],
)
def test_what_is_no_date(text):
    assert found_in(text) == []


def test_ambiguous_dates_are_all_their_days():
    (found,) = find_dates("01/02/03")
    assert found.days == {date(y, m, d) for y in (1903, 2003) for m, d in ((1, 2), (2, 1))}
