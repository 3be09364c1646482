"""HTTP helpers of all routes: access, parameters, streams and downloads."""
