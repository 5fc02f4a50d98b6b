//! Comment threads.
