"""What the broker and the workers do with any run, whoever it belongs to; no visitor is given a part of it"""
