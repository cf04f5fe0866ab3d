"""What every task shows of its runs: live, verdict, scores, files, new data, links."""
