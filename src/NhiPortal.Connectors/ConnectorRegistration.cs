using System.Collections.Immutable;

namespace NhiPortal.Connectors;

/// <summary>One setting a connector cannot work with.</summary>
public sealed record ConnectorSettingFault(string Setting, string Problem, string Expected);

/// <summary>A kind of connector as the settings name it: what it needs, and how one is made. Found by scan.</summary>
public sealed record ConnectorRegistration(
    string Kind, Func<ConnectorSettings, IEnumerable<ConnectorSettingFault>> Check, Func<ConnectorSettings, TimeProvider, IConnector> Make)
{
    /// <summary>False for a kind that only reads: nothing can be carried out through it.</summary>
    public bool Acts { get; private init; }

    /// <summary>True for a kind through which secrets are renewed and proved.</summary>
    public bool Rotates { get; private init; }

    /// <summary>True where one account holds two secrets at once, so that an overlap needs no second one.</summary>
    public bool HoldsTwo { get; private init; }

    public static readonly ImmutableArray<ConnectorRegistration> All =
    [
        .. typeof(IConnector).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConnector)))
            .Select(type => (ConnectorRegistration)type.GetField("Registration")!.GetValue(null)! with { Acts = type.IsAssignableTo(typeof(IActingConnector)), Rotates = type.IsAssignableTo(typeof(IRotatingConnector)), HoldsTwo = type.IsAssignableTo(typeof(ITwinSecretConnector)) }).OrderBy(registration => registration.Kind, StringComparer.Ordinal),
    ];

    public static ConnectorRegistration? Of(string? kind) => All.FirstOrDefault(registration => string.Equals(registration.Kind, kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>What every connector over a network needs.</summary>
    internal static IEnumerable<ConnectorSettingFault> CheckSignIn(ConnectorSettings settings)
    {
        if (settings.User is null)
            yield return new(nameof(settings.User), "is missing.", "the account the portal signs in with; it needs no right to change anything unless the portal is to carry actions out.");
        if (settings.SecretFile is null == settings.Secret is null)
            yield return new(
                nameof(settings.SecretFile), settings.Secret is null ? "is missing." : "is set, and Secret too.",
                "a file with that account's password, readable by the program alone; or Secret, best as an environment variable.");
    }
}
