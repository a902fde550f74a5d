namespace NhiPortal.Connectors.Tests;

/// <summary>What a client that shares nothing with the connector sees of an account.</summary>
public sealed record Seen(bool Exists, bool Enabled, bool Member, bool Administrator)
{
    public static readonly Seen Nothing = new(false, false, false, false);
}

/// <summary>A real target that connectors change, and a second way to look at it.</summary>
public interface IActingTarget
{
    /// <summary>Settings with the rights that docs/connectors.md asks for, and no more.</summary>
    ConnectorSettings Acting { get; }

    /// <summary>An account that may look and not touch.</summary>
    ConnectorSettings Looking { get; }

    /// <summary>A group that is there, with a name that means something to the target's language.</summary>
    string Group { get; }

    Task<Seen> LookAsync(string account);

    /// <summary>The same target, behind a wire that fails after so many bytes.</summary>
    ConnectorSettings Behind(int bytes, bool silent);
}
