"""Recurrent layers and the networks built of them. Shapes are written where tensors appear."""
