"""Derivatives by autograd, typed: torch's own helpers for them carry no types."""

from collections.abc import Callable

import torch

Function = Callable[[torch.Tensor], torch.Tensor]


def gradient(function: Function, at: torch.Tensor) -> torch.Tensor:
    """Return the gradient of a function with one output; it can be differentiated again."""
    if not at.requires_grad:
        at = at.detach().requires_grad_()
    return torch.autograd.grad(function(at).sum(), at, create_graph=True)[0]


def jacobian(function: Function, at: torch.Tensor) -> torch.Tensor:
    """Return the matrix of d output by d input, a row an output."""
    at = at.detach().requires_grad_()
    outputs = function(at).flatten()
    return torch.stack([torch.autograd.grad(out, at, retain_graph=True)[0].flatten() for out in outputs])


def hessian(function: Function, at: torch.Tensor) -> torch.Tensor:
    """Return the matrix of second derivatives of a function with one output."""
    return jacobian(lambda point: gradient(function, point), at)


def along(function: Function, at: torch.Tensor, direction: torch.Tensor) -> torch.Tensor:
    """Return the Jacobian-vector product, by the derivative of a vector-Jacobian product in its vector."""
    at = at.detach().requires_grad_()
    outputs = function(at)
    probe = torch.zeros_like(outputs, requires_grad=True)
    (pulled,) = torch.autograd.grad(outputs, at, probe, create_graph=True)
    return torch.autograd.grad(pulled, probe, direction)[0]
