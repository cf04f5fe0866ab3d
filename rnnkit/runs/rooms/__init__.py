"""A room for a class: data and settings that a teacher fixed, members who join by a code, a hidden slice.

A `RoomPlan` says what is fixed. Whoever opens a room gets a secret link; a person joins as `visitor.rooms`,
and a teacher acts as `store.taught(secret)`. What may be started is checked where runs are written down
(`locks`), never in a form only. The hidden slice is read by workers alone (`entries`); all that leaves here
of it are losses of units, and those of the private half only once the room has ended.
"""
