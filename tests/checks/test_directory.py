"""A register's agencies are found as if each of them had been asked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.checks.agencies import Directory, code_key, is_same
from itaxl.checks.traces import Identity
from itaxl.fields.nearest import nearest
from itaxl.register import Agency

NAMES = st.builds(
    str.__add__,
    st.sampled_from(["", "อบต. ", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล"]),
    st.sampled_from(["", "หนองแสง", "แสง", "หนองแซง", "ทุ่งใหญ่", "ทุ่งใหม่", "ทุ่ง ใหญ่", "บ้านใหม่ทุ่งใหญ่"]),
)
CODES = st.sampled_from(["", " ", "1", "001", "2", "ก1"])
TYPES = st.sampled_from(["", "sao", "town"])
PLACES = st.sampled_from(["", "เมือง", "ดอนแก้ว"])
AGENCIES = st.lists(st.builds(Agency, NAMES, TYPES, PLACES, PLACES, CODES), max_size=12)
WHO = st.builds(
    Identity,
    NAMES,
    st.none() | TYPES,
    PLACES,
    PLACES,
    st.lists(CODES.map(code_key), max_size=2).map(tuple),
)


@given(WHO, AGENCIES)
def test_a_directory_finds_whom_asking_each_would_find(
    who: Identity, agencies: list[Agency]
) -> None:
    asked = {at for at, agency in enumerate(agencies) if is_same(who, agency)}

    assert Directory(agencies).of(who) == asked


SPELLED = st.builds(str.__add__, NAMES, st.text("กขนม12", max_size=5))


@settings(max_examples=25, deadline=None)
@given(NAMES, st.lists(SPELLED, min_size=45, max_size=50, unique=True))
def test_the_nearest_of_many_names_is_the_nearest_of_all(name: str, names: list[str]) -> None:
    agencies = [Agency(each) for each in names]

    assert Directory(agencies).nearest(name) == (nearest(name, names) or "")
