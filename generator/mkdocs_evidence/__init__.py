"""Evidence-summary websites whose badges cannot say more than the evidence does."""

__version__ = "0.1.0"
__all__ = ["__version__"]
