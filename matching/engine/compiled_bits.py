"""Words of 64 bits, compiled: counted, read one by one, and used to sort."""

import numpy as np

from .ahead import compiled, inlined

ONE = np.uint64(1)


@inlined
def n_bits(word):
    word = word - ((word >> ONE) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def lowest(word):
    """Number of the lowest bit that is set."""
    return n_bits((word & (~word + ONE)) - ONE)


@compiled
def sort(numbers, bits):
    """Different numbers in ascending order, by way of bits, which are empty before and after."""
    for number in numbers:
        bits[number >> 6] |= ONE << np.uint64(number & 63)
    n = 0
    for at in range(len(bits)):
        word = bits[at]
        bits[at] = np.uint64(0)
        while word:
            numbers[n] = (at << 6) + lowest(word)
            word &= word - ONE
            n += 1
