"""What leaves the page Forecast and what comes back: files to take home, new data, visits with newer rows."""
