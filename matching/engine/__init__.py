"""The matching engine: columns in, integers out.

Pure NumPy. No Django, no public ids, no clock, no logging: a row is a position, a date is a day
number, a person is nothing but numbers. `matching.adapter` is the only border.

`ENGINE_VERSION` changes whenever the same columns could give other integers; `spec.spec_hash()`
names the constants behind it. Every run stores both.
"""

ENGINE_VERSION = "2.2"
