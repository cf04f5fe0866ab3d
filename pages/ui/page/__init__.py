"""What stands around every page: its title, the menu, who visits, and the line about the machine."""
