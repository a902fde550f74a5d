using System.ComponentModel.DataAnnotations;

namespace NhiPortal.Domain.Risk;

/// <summary>How many points each fact adds to a risk score (section "Risk"); zero leaves a fact out.</summary>
public sealed record RiskWeights
{
    [Range(0, 100)] public int CreatesAdmin { get; init; } = 20;
    [Range(0, 100)] public int ChangesAdmin { get; init; } = 10;
    [Range(0, 100)] public int ReadsSecret { get; init; } = 8;
    [Range(0, 100)] public int CriticalTarget { get; init; } = 15;
    [Range(0, 100)] public int MissingOwner { get; init; } = 20;
    [Range(0, 100)] public int OverdueAttestation { get; init; } = 8;
    [Range(0, 100)] public int LongLivedCredential { get; init; } = 15;
    [Range(0, 100)] public int RotationOverdue { get; init; } = 10;
    [Range(0, 100)] public int SharedCredential { get; init; } = 10;
    [Range(0, 100)] public int VendorOperated { get; init; } = 10;
    [Range(0, 100)] public int UnusedPrivilege { get; init; } = 6;
}
