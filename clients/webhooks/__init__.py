"""Signed webhooks, as standardwebhooks.com has them."""
