"""What stands around every page: its title, who visits, and the line about the machine."""
