"""What services follow: every act in order, the state it makes, and answers it changed."""
