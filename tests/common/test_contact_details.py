"""What counts as an e-mail address or a telephone number in a message, and what does not."""

import pytest

from common.contact_details import has_contact_details


@pytest.mark.parametrize(
    "text",
    [
        "Write to sana@ravi.example, please",
        "sana.tariq+portal@mail.ravi.example.pk",
        "sana @ ravi . example",
        "sana＠ravi.example",
        "sana (at) ravi.example",
        "sana [at] ravi [dot] example",
        "reach sana at ravi dot example",
        "sana\u200b@ravi\u200b.example",
        "0300-1234567",
        "0300 123 4567",
        "+92 (0)300 1234567",
        "+92-42-35761999",
        "0092 300 1234567",
        "(042) 3576 1999",
        "WhatsApp: 923001234567",
        "https://wa.me/+923001234567",
        "۰۳۰۰-۱۲۳۴۵۶۷",
        "٠٣٠٠١٢٣٤٥٦٧",
        "(415) 555-2671",
        "415.555.2671",
        "From 2027-01-10 on, 0300 1234567",
        "+49 89 1234567",
    ],
)
def test_an_address_or_a_number_is_found_however_it_is_written(text: str) -> None:
    assert has_contact_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We meet at Ravi, and dot the rest.",
        "From 2027-01-10 to 2027-03-01",
        "01.12.2026 - 05.12.2026",
        "10/01/2027 – 01/03/2027",
        "1,500,000,000 PKR in 2026-27",
        "doi 10.1000/1234567890",
        "ORCID 0000-0002-1825-0097",
        "Mondays 09:00-13:00 and 14:00-17:00",
        "25 000 000 rupees for 12 centres",
        "4 hours a week, 2026/2027, 3.5 MW at 11 kV",
        "@ravi is our centre's name",
        "ہفتے میں ۴ گھنٹے، ۲۰۲۷ میں",
    ],
)
def test_days_amounts_and_identifiers_are_no_contact_details(text: str) -> None:
    assert not has_contact_details(text)


def test_a_long_text_costs_no_time() -> None:
    """Digits, gaps and dots in the thousands: the patterns never go back far."""
    for sign in ("1 ", "a.", "0-", "a@", "at dot ", "(((", "+ - "):
        has_contact_details(sign * 5000)
