"""The classic mistakes of tutorials, each made and left out on the same seeds: its damage is measured.

`table` says what they are, without torch; every mistake has a module of its name with the functions `wrong`
and `right`, which differ by it, and `measure`, which tries one of them.
"""
