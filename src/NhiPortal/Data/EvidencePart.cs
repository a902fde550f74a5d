using NhiPortal.Domain;

namespace NhiPortal.Data;

/// <summary>A piece of a package's file. Pieces lie in the database because that is all that instances share.</summary>
public sealed class EvidencePart
{
    public const int Size = 1 << 20;

    public required EvidencePackageId PackageId { get; init; }
    public required int Number { get; init; }
    public required byte[] Bytes { get; init; }
}
