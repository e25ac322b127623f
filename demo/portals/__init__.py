"""The simulated products, one module each. A site answers requests for one portal's hosts."""
