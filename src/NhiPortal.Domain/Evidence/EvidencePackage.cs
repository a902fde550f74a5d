namespace NhiPortal.Domain.Evidence;

/// <summary>How far a package is.</summary>
public enum EvidenceState
{
    Waiting,
    Building,
    Ready,
    Failed,

    /// <summary>Its bytes were put away; that it was made, by whom and why stays.</summary>
    Gone,
}

/// <summary>What a package is narrowed to; all empty is everything its maker may see.</summary>
public sealed record EvidenceScope(TenantId? Tenant, IntegrationId? Integration, VendorId? Vendor, TargetId? Target, CampaignId? Campaign = null);

/// <summary>Which period, narrowed to what, and why somebody wants it.</summary>
public sealed record EvidenceAsk(DateTimeOffset From, DateTimeOffset Until, EvidenceScope Scope, string Words, string Reason)
{
    /// <summary>The one framework whose controls it tells of; null is every framework.</summary>
    public string? Framework { get; init; }
}

/// <summary>
/// An export of evidence: who asked for which part of the log and why, under which signed checkpoint it stands, and what
/// came of it. Asked for once, it can be built again to the same bytes but for the signature.
/// </summary>
public sealed class EvidencePackage
{
    public const int LongestFramework = 40, ShortestReason = 5, LongestDays = 3660, KeptDays = 90, MostAttempts = 3;

    /// <summary>Whoever builds says so more often than this; a package nobody builds any more is taken up by another.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private EvidencePackage() { }

    public EvidencePackageId Id { get; private set; }
    public PersonId AskedById { get; private set; }
    public string AskedBy { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }
    public string Reason { get; private set; } = "";
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public TenantId? TenantId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public VendorId? VendorId { get; private set; }
    public TargetId? TargetId { get; private set; }

    /// <summary>The one access review it is about.</summary>
    public CampaignId? CampaignId { get; private set; }

    /// <summary>The framework whose controls it tells of, by the catalogue's key; null is every framework.</summary>
    public string? Framework { get; private set; }

    /// <summary>The scope as people read it, by the keys of that moment.</summary>
    public string Scope { get; private set; } = "";

    /// <summary>The tenants its maker could see, in order; null is every tenant.</summary>
    public IReadOnlyList<TenantId>? Sees { get; private set; }

    /// <summary>The checkpoint its events are proved under, and the newest one when it was asked for.</summary>
    public long TreeSize { get; private set; }

    public long LatestSize { get; private set; }
    public EvidenceState State { get; private set; }

    /// <summary>Leaves looked at, of so many.</summary>
    public long Done { get; private set; }

    public long Total { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset LeasedUntil { get; private set; }
    public long Events { get; private set; }
    public long Actions { get; private set; }
    public long Attributed { get; private set; }
    public long Bytes { get; private set; }
    public string? Sha256 { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? Trouble { get; private set; }
    public int Version { get; private set; }

    public static EvidencePackage Ask(Actor by, PersonId person, EvidenceAsk ask, long treeSize, long latestSize, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<EvidencePackageId>(now),
        AskedById = person,
        AskedBy = by.Name,
        AskedAt = now,
        Reason = ask.Reason,
        From = ask.From.ToUniversalTime(),
        Until = ask.Until.ToUniversalTime(),
        TenantId = ask.Scope.Tenant,
        IntegrationId = ask.Scope.Integration,
        VendorId = ask.Scope.Vendor,
        TargetId = ask.Scope.Target,
        CampaignId = ask.Scope.Campaign,
        Framework = ask.Framework,
        Scope = ask.Words,
        Sees = by.Tenants is null ? null : [.. by.Tenants.OrderBy(tenant => tenant.Value)],
        TreeSize = treeSize,
        LatestSize = latestSize,
    };

    /// <summary>Nothing of the period is left out.</summary>
    public bool IsWhole => Sees is null && TenantId is null && IntegrationId is null && VendorId is null && TargetId is null && CampaignId is null;

    /// <summary>Whether an actor sees at least what its maker saw, so that a file never shows what its reader may not see.</summary>
    public bool IsFor(Actor actor) => actor.Tenants is null
        || (TenantId is { } one ? actor.SeesTenant(one) : Sees is not null && Sees.All(actor.SeesTenant));

    /// <summary>What only its builder knows: all there, with these bytes.</summary>
    public void Finish(EvidenceCounts counts, long bytes, string sha256, DateTimeOffset now)
    {
        (State, EndedAt, Trouble, Done) = (EvidenceState.Ready, now, null, Total);
        (Events, Actions, Attributed) = (counts.Events, counts.Actions, counts.Attributed);
        (Bytes, Sha256) = (bytes, sha256);
        Version++;
    }

    public void Fail(string trouble, DateTimeOffset now)
    {
        (State, EndedAt, Trouble) = (EvidenceState.Failed, now, trouble);
        Version++;
    }
}
