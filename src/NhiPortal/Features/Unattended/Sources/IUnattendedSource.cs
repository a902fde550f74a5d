using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>What is known of one thing at one moment: whether somebody attends, since when not, and the words for it.</summary>
internal sealed record UnattendedFact(Guid Key, UnattendedThing Thing, Attendance Attendance, DateTimeOffset Since, string Words);

/// <summary>Where one kind of unattended access is read from. Stateless; found by scan.</summary>
internal interface IUnattendedSource
{
    UnattendedKind Kind { get; }

    /// <summary>Things that may be unattended and are not followed yet; whether they are, the facts tell.</summary>
    Task<List<Guid>> CandidatesAsync(UnattendedReading read);

    /// <summary>The facts of these things; none where one is not there any more.</summary>
    Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys);

    /// <summary>How many things of the kind are alive in a tenant: what the brake's share is of.</summary>
    Task<int> AliveAsync(UnattendedReading read, TenantId tenant);
}

/// <summary>One reading: where, by which ladder, at which moment.</summary>
internal sealed record UnattendedReading(PortalDb Db, LadderPlan Plan, DateTimeOffset Now, CancellationToken Cancellation)
{
    public const int MostCandidates = 50_000;

    /// <summary>What was due, or last used, before this moment counts.</summary>
    public DateTimeOffset Cut => Now.AddDays(-Plan.After);
}

/// <summary>Every source of this assembly.</summary>
internal static class UnattendedSources
{
    private static readonly Dictionary<UnattendedKind, IUnattendedSource> ByKind = typeof(UnattendedSources).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IUnattendedSource)))
        .Select(type => (IUnattendedSource)Activator.CreateInstance(type)!).ToDictionary(source => source.Kind);

    public static IUnattendedSource Of(UnattendedKind kind) => ByKind[kind];

    /// <summary>The facts by thing; what cannot be read is unknown, and never unattended.</summary>
    public static async Task<Dictionary<Guid, UnattendedFact>> FactsAsync(this UnattendedReading read, UnattendedKind kind, IReadOnlyList<Guid> keys) =>
        (await Of(kind).ReadAsync(read, keys)).ToDictionary(fact => fact.Key);

    /// <summary>The thing a revocation is about, as its source names it.</summary>
    public static Guid Key(this Revocation revocation) =>
        revocation.OwnershipId?.Value ?? revocation.CredentialId?.Value ?? revocation.GrantId?.Value ?? revocation.UseId?.Value ?? revocation.PathId?.Value ?? revocation.IntegrationId!.Value.Value;
}
