using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>How far a package can be trusted, from not at all.</summary>
public enum TrustLevel
{
    Broken,

    /// <summary>All fits together, under a key that came with the package: whoever made it could have made all of it.</summary>
    EmbeddedKey,

    /// <summary>Signed by a key that the reader had before.</summary>
    PinnedKey,

    /// <summary>That, and the log is the one whose checkpoint the reader kept.</summary>
    PinnedAndAnchored,
}

/// <summary>What is wrong, and where.</summary>
public sealed record PackageFault(string Place, string Sentence);

/// <summary>The outcome of checking a package; of very many faults the first are kept.</summary>
public sealed record PackageVerdict
{
    public required TrustLevel Level { get; init; }
    public required IReadOnlyList<PackageFault> Faults { get; init; }
    public required long FaultCount { get; init; }
    public EvidenceContents? Contents { get; init; }
    public string? KeyId { get; init; }

    /// <summary>What was kept elsewhere and cannot be compared with this package.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Counts every fault and keeps the first few, so that a ruined package cannot fill the memory.</summary>
internal sealed class PackageFaults
{
    public const int Most = 20;

    public List<PackageFault> Kept { get; } = [];
    public long Count { get; private set; }

    public void Add(string place, string sentence)
    {
        Count++;
        if (Kept.Count < Most)
            Kept.Add(new PackageFault(place, sentence));
    }
}
