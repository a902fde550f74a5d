using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

internal static class MerkleHashFlip
{
    public static MerkleHash Flip(this MerkleHash hash, int bit)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8] ^= (byte)(1 << bit % 8);
        return new MerkleHash(bytes);
    }
}
