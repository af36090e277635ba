"""The models of AWS's services, as botocore ships them, and what is read off them."""
