"""Rooms: a class on the same data under the same rules, and a board that tells skill from luck."""
