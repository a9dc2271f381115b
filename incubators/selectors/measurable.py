"""Whether a deliverable can be checked: a number, a date, or a thing that somebody can hold in their hand."""

from common.text import words_of

_NUMBERS = """one two three four five six seven eight nine ten twelve twenty
ایک دو تین چار پانچ چھ سات آٹھ نو دس بارہ بیس"""
# Beginnings of words: "report" finds "reports", too.
_THINGS = """report paper plan outline syllab course lecture session workshop training prototype design
drawing model map data code software guide manual handbook review assessment audit survey study proposal
policy standard protocol rubric certificate curricul recording slide article talk letter list
agreement visit introduction exam score statement position minutes week month
رپورٹ مقالہ مقالے منصوبہ منصوبے خاکہ خاکے نصاب کورس لیکچر نشست ورکشاپ تربیت نمونہ نمونے ڈیزائن نقشہ نقشے ڈیٹا
سافٹ رہنما ہدایت جائزہ جائزے تشخیص آڈٹ سروے تجویز تجاویز پالیسی معیار سند ریکارڈ سلائیڈ مضمون تقریر خطوط فہرست
معاہدہ معاہدے تعارف امتحان بیان ہفتہ ہفتے مہینے"""
_COUNTS = frozenset(words_of(_NUMBERS))
_BEGINNINGS = tuple(words_of(_THINGS))


def can_be_checked(deliverable: str) -> bool:
    """Say yes in doubt: the warning is gentle, and a wrong one teaches people to overlook it.

    >>> can_be_checked("Help with our grid"), can_be_checked("Two visits"), can_be_checked("ماہرانہ مدد")
    (False, True, False)
    >>> can_be_checked("تین تحریری جائزے"), can_be_checked("۳ بار"), can_be_checked("")
    (True, True, True)
    """
    words = words_of(deliverable)
    return not words or any(
        word[0].isdigit() or word in _COUNTS or word.startswith(_BEGINNINGS) for word in words
    )
