namespace NhiPortal.Domain.Audit;

/// <summary>What a legal hold keeps.</summary>
public enum HoldScope
{
    Everything,
    Tenant,
    Integration,
}

/// <summary>
/// Keeps events in the database past their retention, for a court or an investigation. While it stands, the log is cut
/// nowhere after the first event it covers; only another person than who placed it can end it.
/// </summary>
public sealed class LegalHold
{
    public const int ShortestReason = 5, MostOpen = 100;

    private LegalHold() { }

    public LegalHoldId Id { get; private set; }
    public HoldScope Scope { get; private set; }

    /// <summary>The tenant it keeps, or the one of its integration; null of everything.</summary>
    public TenantId? TenantId { get; private set; }

    public IntegrationId? IntegrationId { get; private set; }

    /// <summary>What it keeps, as people call it.</summary>
    public string Name { get; private set; } = "";

    public string Reason { get; private set; } = "";
    public PersonId PlacedById { get; private set; }
    public string PlacedBy { get; private set; } = "";
    public DateTimeOffset PlacedAt { get; private set; }
    public PersonId? EndedById { get; private set; }
    public string? EndedBy { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndReason { get; private set; }
    public int Version { get; private set; }

    public bool IsOpen => EndedAt is null;

    public static LegalHold Place(HeldThing thing, string reason, PersonId by, string name, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<LegalHoldId>(now), Scope = thing.Scope, TenantId = thing.Tenant, IntegrationId = thing.Integration, Name = thing.Name,
        Reason = reason, PlacedById = by, PlacedBy = name, PlacedAt = now,
    };

    /// <summary>What names no tenant may be about any, so a hold on one covers it, too.</summary>
    public bool Covers(TenantId? tenant, IntegrationId? integration) => IsOpen && Scope switch
    {
        HoldScope.Tenant => tenant is null || tenant == TenantId,
        HoldScope.Integration => integration == IntegrationId,
        _ => true,
    };

    public Refusal? End(PersonId by, string name, string reason, DateTimeOffset now)
    {
        if (!IsOpen)
            return new("ended_already", "This hold has ended already.");
        if (by == PlacedById)
            return new("own_hold", "You placed this hold yourself; another person must end it.");
        (EndedById, EndedBy, EndedAt, EndReason, Version) = (by, name, now, reason, Version + 1);
        return null;
    }
}

/// <summary>What is to be held.</summary>
public sealed record HeldThing(HoldScope Scope, TenantId? Tenant, IntegrationId? Integration, string Name);
