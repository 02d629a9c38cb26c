"""A verifier of Countersign proofs, written from docs/protocol.md."""
