"""Learning to turn one sequence into another: languages, dates, sums, spelling; an encoder-decoder."""
