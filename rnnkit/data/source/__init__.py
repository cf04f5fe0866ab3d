"""Files as they come: packed, encoded, workbooks, columnar, JSON; unpacked in bounds to a text or rows."""
