namespace NhiPortal.Settings;

/// <summary>Whose word about the caller's address and scheme is taken (<c>X-Forwarded-*</c>).</summary>
public sealed record ProxySettings
{
    /// <summary>Addresses (<c>10.0.0.4</c>) or networks (<c>10.0.0.0/16</c>) of the reverse proxies in front.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}
