"""Privacy: what is stored of whom, what for, and how long. `columns.py` answers for every column of the database."""
