"""When each row was: dates in every spelling, in parts, by the calendar; steps, seasons, weeks."""
