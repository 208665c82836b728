"""What is printed: figures counted apart from their drawing."""
