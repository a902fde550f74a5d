namespace NhiPortal.Domain.Audit;

/// <summary>The hash of a complete subtree: leaves are level 0, and index counts the subtrees of that level from the left.</summary>
public readonly record struct MerkleNode(int Level, long Index, MerkleHash Hash);
