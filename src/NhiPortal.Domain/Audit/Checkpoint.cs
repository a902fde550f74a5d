using System.Security.Cryptography;

namespace NhiPortal.Domain.Audit;

/// <summary>What the log says about itself at a moment: its name, how many leaves it has, and their root.</summary>
public sealed record Checkpoint(string Origin, long TreeSize, MerkleHash Root, long UnixTime)
{
    public static Checkpoint Of(string origin, MerkleFrontier tree, DateTimeOffset now) =>
        new(origin, tree.Size, tree.Root(), now.ToUnixTimeSeconds());

    /// <summary>What a compact JWS states, when it is a checkpoint signed with ES256 by exactly this key; otherwise null.</summary>
    public static Checkpoint? Verify(string jws, ECDsa publicKey) => CheckpointJws.Verify(jws, publicKey);

    /// <summary>What a JWS says without its signature being looked at: fit for naming it, not for trusting it.</summary>
    public static Checkpoint? Claim(string jws) => CheckpointJws.Claim(jws);

    /// <summary>This statement as a compact JWS under the key, whose thumbprint becomes the key id.</summary>
    public string Sign(ECDsa privateKey) => CheckpointJws.Sign(this, privateKey);
}
