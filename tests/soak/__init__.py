"""Minutes or hours of faults under the site as it is served; `make soak` runs them."""
