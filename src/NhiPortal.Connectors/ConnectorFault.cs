using System.Diagnostics.CodeAnalysis;

namespace NhiPortal.Connectors;

/// <summary>A target did not do what was asked; the message tells an operator what to do and holds no secret.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The architecture names it; it reads as what it is.")]
public sealed class ConnectorFault(string message, bool retryable, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The same call may succeed later without anybody changing a setting.</summary>
    public bool Retryable => retryable;

    /// <summary>It is about an account that is not the one that was approved, and no later try changes that.</summary>
    public bool Impossible { get; init; }

    /// <summary>The target did nothing and said when to come again.</summary>
    public TimeSpan? After { get; init; }
}
