"""What the machine says: settings and credentials from the environment and the AWS tools' files."""
