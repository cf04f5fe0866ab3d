"""Problems that can only be solved by remembering."""
