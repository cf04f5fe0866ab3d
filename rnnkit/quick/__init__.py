"""Recurrent layers on a processor, quicker than torch's own: loops in torch, or a kernel in C++.

The kernel is built on the spot where there is a compiler. The weights stay those of torch's layers, and
gradients are the same to rounding. A graphics card keeps cuDNN.
"""
