namespace NhiPortal.Domain.Audit;

/// <summary>
/// Reads stored hashes <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of one level,
/// in order: leaf hashes at level 0, completed subtrees at levels 8, 16, 24 and on. At most 256 are asked for at a time.
/// </summary>
public delegate IReadOnlyList<MerkleHash> MerkleReader(int level, long first, int count);
