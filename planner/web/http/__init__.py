"""What any HTTP route needs: who may ask, what may be asked, streams and downloads."""
