"""What all tables of the store are registered in, whichever file they stand in."""

from sqlalchemy import MetaData

metadata = MetaData()
