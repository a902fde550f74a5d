namespace NhiPortal.EndToEnd;

/// <summary>What a test wants different from an ordinary start. A data folder named here is shared, so it outlives the portal.</summary>
public sealed record PortalOptions
{
    public string? DataFolder { get; init; }

    public Uri? Address { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
