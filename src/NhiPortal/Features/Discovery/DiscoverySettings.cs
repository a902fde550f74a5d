namespace NhiPortal.Features.Discovery;

/// <summary>What an operator may set about reading accounts (section "Discovery").</summary>
public sealed record DiscoverySettings
{
    /// <summary>In percent: when more than this is missing at once, a reading is not believed.</summary>
    public int LargestShareMissing { get; init; } = 50;
}
