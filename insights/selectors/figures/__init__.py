"""What the ministry watches: each figure is one small definition, and all are told by one rule.

Order of reading: `periods` (which twelve months, in which steps), `counting` (how rows become a series),
then the sources `invitations`, `placements` and `exposure`, the maps of `places`, and `page`, which puts the
figures into words.

Decision: the same numbers for everybody, and small ones not told. Whoever reads these pages may have
declared a conflict in one of the cases counted. Counts that left those cases out would tell, by the
difference to a colleague's counts, how they stand. So every figure is built over all cases, whoever looks,
and what is shown is too coarse for one case to show through: nothing that rests on fewer than five,
counts rounded down (common.counts), shares in steps of five percent below fifty cases. Only decisions that
were released are counted, never a recommendation. Provinces and countries of experts follow the same rule,
and small countries are not even named.
"""
